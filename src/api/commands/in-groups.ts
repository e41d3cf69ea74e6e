/** So many at a time, so that one call leaves connections to the others. */
const AT_A_TIME = 5;

/** As Promise.all, in the same order. */
export async function inGroups<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  while (done.length < items.length) {
    const first = done.length;
    const group = items.slice(first, first + AT_A_TIME);
    done.push(...(await Promise.all(group.map((item, i) => work(item, first + i)))));
  }
  return done;
}
