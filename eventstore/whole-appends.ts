/** Divides what stands next to each other in the log into appends. */
export function wholeAppends<T>(events: readonly T[], sameAppend: (one: T, next: T) => boolean): T[][] {
  const appends: T[][] = [];
  let last: T[] | undefined;
  for (const event of events) {
    const before = last?.at(-1);
    if (last && before !== undefined && sameAppend(before, event)) last.push(event);
    else appends.push((last = [event]));
  }
  return appends;
}
