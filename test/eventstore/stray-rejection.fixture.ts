/** Run as a process of its own by stray-rejections.int.spec.ts: opens the log, uses it, and meets an unhandled rejection. */
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';

const [url = '', whose = 'nobody'] = process.argv.slice(2);
const log = new EventStoreDbLog(url);
await log.head();

const rejections: Readonly<Record<string, () => Error | undefined>> = {
  nobody: () => undefined,
  client: () => Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'Connection dropped', metadata: {} }),
  ours: () => new TypeError('a mistake of ours'),
};
const rejection = rejections[whose]?.();
if (rejection) void Promise.reject(rejection);
await new Promise((resolve) => setImmediate(resolve));

await log.close();
console.log('closed');
