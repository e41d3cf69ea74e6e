import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { startEventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { eventLogContract } from './contract.js';

/** Far above what a busy machine needs: time limits have tests of their own. */
const PATIENT = { append: 10_000, lookUp: 5000, read: 10_000 };
const realServer = process.env['EVENTSTOREDB_URL'];

eventLogContract(realServer ? 'in EventStoreDB' : 'in the EventStoreDB double', async () => {
  const double = realServer ? undefined : await startEventStoreDbDouble();
  const log = new EventStoreDbLog(realServer ?? (double?.url as string), PATIENT);
  const close = async () => {
    await log.close();
    await double?.stop();
  };
  return { log, close };
});
