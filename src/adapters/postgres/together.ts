import DataLoader from 'dataloader';

/** A statement with more keys gains nothing. */
const MOST_KEYS = 100;

/**
 * One statement for all who ask in one turn of the event loop: the more requests come in at once, the fewer round trips each
 * costs. Nobody waits for others to come, and nothing is kept: each is answered by a statement sent after they asked.
 * @param find answers in the order of the keys, null where there is nothing; the same key may come twice
 */
export function together<Key, Value>(
  find: (keys: readonly Key[]) => Promise<readonly (Value | null)[]>,
): (key: Key) => Promise<Value | null> {
  const loader = new DataLoader<Key, Value | null>(find, {
    cache: false,
    maxBatchSize: MOST_KEYS,
    // After all sockets that have something to read were read.
    batchScheduleFn: (send) => setImmediate(send),
  });
  return (key) => loader.load(key);
}
