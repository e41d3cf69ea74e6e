/** A worker in a process of its own, to be killed: `node --import typescript.mjs worker-process.ts <JSON of WorkerPlace>`. */
import { NativeConnection } from '@temporalio/worker';
import type { Command } from '../../domain/binding/commands.js';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { createBindingWorker } from '../../src/adapters/temporal/binding-worker.js';
import { installRuntime } from '../../src/adapters/temporal/install-runtime.js';
import type { Agenda } from '../../workflows/binding/activity-contract.js';
import { facts } from '../domain/builders.js';
import { FakeIdentityProvider, fakePersonalData } from './fake-ports.js';

export interface WorkerPlace {
  readonly databaseUrl: string;
  readonly address: string;
  readonly taskQueue: string;
  /** Dies without a word once the events of this command stand in the log, before anybody was told. */
  readonly dieAfter?: string;
  /** As of createBindingWorker. */
  readonly cachedWorkflows?: number;
}

/** What it tells its parent of each command that it has carried out: the agenda it has led to. */
export interface CarriedOut {
  readonly type: string;
  readonly agenda?: Agenda;
}

const place = JSON.parse(process.argv[2] ?? '{}') as WorkerPlace;
const db = openDatabase(place.databaseUrl);
const ports = {
  log: await openEventLog({}, db),
  facts: {
    lookUp: (_state: unknown, command: Command) =>
      Promise.resolve(facts({ now: new Date().toISOString() }, command.actor.role)),
  },
  personalData: fakePersonalData,
  identityProvider: new FakeIdentityProvider(),
};
const activities = createBindingActivities(ports);
installRuntime();
const worker = await createBindingWorker({
  connection: await NativeConnection.connect({ address: place.address }),
  namespace: 'default',
  taskQueue: place.taskQueue,
  ...(place.cachedWorkflows !== undefined && { cachedWorkflows: place.cachedWorkflows }),
  activities: {
    ...activities,
    async execute(command, at) {
      const executed = await activities.execute(command, at);
      process.send?.({ type: command.type, ...executed } satisfies CarriedOut);
      if (command.type === place.dieAfter) process.kill(process.pid, 'SIGKILL');
      return executed;
    },
  },
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
await worker.run();
