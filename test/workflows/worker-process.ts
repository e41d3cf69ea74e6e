/** A worker in a process of its own, to be killed: `node --import typescript.mjs worker-process.ts <JSON of WorkerPlace>`. */
import { NativeConnection } from '@temporalio/worker';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { createBindingWorker } from '../../src/adapters/temporal/binding-worker.js';
import { quietRuntime } from '../../src/adapters/temporal/quiet-runtime.js';
import { facts } from '../domain/builders.js';
import { FakeIdentityProvider, fakePersonalData } from './fake-ports.js';

export interface WorkerPlace {
  readonly databaseUrl: string;
  readonly address: string;
  readonly taskQueue: string;
  /** Dies without a word once the events of this command stand in the log, before anybody was told. */
  readonly dieAfter?: string;
}

const place = JSON.parse(process.argv[2] ?? '{}') as WorkerPlace;
const db = openDatabase(place.databaseUrl);
const ports = {
  log: await openEventLog({}, db),
  facts: {
    lookUp: (_state: unknown, command: Parameters<typeof activities.execute>[0]) =>
      Promise.resolve(facts({ now: new Date().toISOString() }, command.actor.role)),
  },
  personalData: fakePersonalData,
  identityProvider: new FakeIdentityProvider(),
};
const activities = createBindingActivities(ports);
quietRuntime();
const worker = await createBindingWorker({
  connection: await NativeConnection.connect({ address: place.address }),
  namespace: 'default',
  taskQueue: place.taskQueue,
  activities: {
    ...activities,
    async execute(command, known) {
      const executed = await activities.execute(command, known);
      if (command.type === place.dieAfter) process.kill(process.pid, 'SIGKILL');
      return executed;
    },
  },
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
await worker.run();
