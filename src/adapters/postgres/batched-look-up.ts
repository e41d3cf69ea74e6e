import DataLoader from 'dataloader';

/** A statement with more keys gains nothing. */
const MOST_KEYS = 100;

/**
 * Sends one statement for all look-ups of one turn of the event loop, so that many requests at once cost few round trips.
 * No request waits for others to come, and nothing is kept: each look-up is answered by a statement that was sent after it.
 * @param find answers in the order of the keys, null where there is nothing; the same key may come twice
 */
export function batchedLookUp<Key, Value>(
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
