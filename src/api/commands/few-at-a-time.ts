import pLimit from 'p-limit';

/** Limits how many database connections one call uses. */
const AT_A_TIME = 5;

/** Does the work for each item, five at a time. @returns the results in the order of the items. Starts no more after a failure. */
export async function fewAtATime<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const limit = pLimit(AT_A_TIME);
  try {
    return await limit.map(items, work);
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}
