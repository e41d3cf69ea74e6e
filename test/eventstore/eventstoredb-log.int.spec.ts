import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { eventStoreDbName, openEventStoreDb } from '../support/eventstoredb.js';
import { eventLogContract } from './contract.js';

/** Far above what a busy machine needs: time limits have tests of their own. */
const PATIENT = { append: 10_000, lookUp: 5000, read: 10_000 };

eventLogContract(`in ${eventStoreDbName}`, async () => {
  const server = await openEventStoreDb();
  const log = new EventStoreDbLog(server.url, PATIENT);
  const close = async () => {
    await log.close();
    await server.stop();
  };
  return { log, close };
});
