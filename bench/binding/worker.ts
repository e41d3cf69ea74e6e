/** The process of the worker: the product's activities on a real log and real facts, an identity provider that takes no time. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NativeConnection } from '@temporalio/worker';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { createFacts } from '../../src/people/roster/facts.js';
import { createBindingWorker } from '../../src/adapters/temporal/binding-worker.js';
import { installRuntime } from '../../src/adapters/temporal/install-runtime.js';
import { workflowCode } from '../../src/adapters/temporal/workflow-code.js';
import { cpuMilliseconds, type Place } from './place.js';

const place = JSON.parse(process.argv[2] ?? '{}') as Place;
const db = openDatabase(place.databaseUrl, { applicationName: 'bench-worker' });
const log = await openEventLog(place, db);
const activities = {
  ...createBindingActivities({
    log,
    facts: createFacts(db, { policyVersion: '1' }),
    personalData: { open: () => Promise.resolve('A111111113') },
    identityProvider: {
      create: ({ accountId }) => Promise.resolve({ kind: 'created', accountId }),
      release: () => Promise.resolve({ disabled: true }),
    },
  }),
  nothing: () => Promise.resolve(),
};
installRuntime();
const connection = await NativeConnection.connect({ address: place.temporalAddress });
const worker = await createBindingWorker({
  connection,
  namespace: place.temporalNamespace,
  taskQueue: place.temporalTaskQueue,
  activities,
  code: await workflowCode(join(dirname(fileURLToPath(import.meta.url)), 'workflows.ts')),
});
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: cpuMilliseconds() });
  else worker.shutdown();
});
process.once('disconnect', () => process.exit());
const running = worker.run();
process.send?.('ready');
await running;
await connection.close();
await log.close();
await db.close();
process.disconnect();
