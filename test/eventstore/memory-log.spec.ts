import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { eventLogContract } from './contract.js';

eventLogContract('in memory', async () => {
  const log = new MemoryLog();
  return { log, close: () => log.close() };
});
