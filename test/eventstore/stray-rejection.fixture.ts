/**
 * Run as a process of its own by stray-rejections.int.spec.ts: opens the log, uses it, and meets what the client leaves behind.
 * Prints "closed" and how its appends ended, and must then end by itself.
 */
import { randomUUID } from 'node:crypto';
import { seal } from '../../eventstore/chain/envelope.js';
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { NO_STREAM, Unavailable } from '../../eventstore/port.js';

const [url = '', scene = 'quiet'] = process.argv.slice(2);
const log = new EventStoreDbLog(url, { append: 2000, lookUp: 1000 });
await log.head();

function append(bytes: number): Promise<'stored' | 'unavailable'> {
  const stream = `contractTest-${randomUUID()}`;
  const { events } = seal(stream, 0, null, [{ type: 'T', data: { x: 'x'.repeat(bytes) }, metadata: {} }]);
  return log.append(stream, NO_STREAM, events).then(
    () => 'stored',
    (error: unknown) => {
      if (error instanceof Unavailable) return 'unavailable';
      throw error;
    },
  );
}

const scenes: Readonly<Record<string, () => Promise<unknown>>> = {
  quiet: () => append(10),
  clientRejects: async () =>
    void Promise.reject(
      Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'Connection dropped', metadata: {} }),
    ),
  weReject: async () => void Promise.reject(new TypeError('a mistake of ours')),
  /** Whoever started it breaks the connection when it hears of the appends. */
  largeAppends: async () => {
    const all = Promise.all(Array.from({ length: 60 }, () => append(900_000)));
    console.log('under way');
    return all;
  },
  closedAtOnce: async () => {
    const all = Promise.all(Array.from({ length: 50 }, () => append(30)));
    await new Promise((resolve) => setImmediate(resolve));
    await log.close();
    return all;
  },
};

const outcomes = await scenes[scene]?.();
await new Promise((resolve) => setImmediate(resolve));
await log.close();
console.log(`closed, ${Array.isArray(outcomes) ? outcomes.length : 0} appends settled`);
