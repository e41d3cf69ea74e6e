import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import { eventLogContract } from './contract.js';
import { openLogDatabase } from './postgres-fixture.js';

eventLogContract('in PostgreSQL', async () => {
  const { db, close } = await openLogDatabase();
  const log = new PostgresLog(db);
  const closeBoth = async () => {
    await log.close();
    await close();
  };
  return { log, close: closeBoth };
});
