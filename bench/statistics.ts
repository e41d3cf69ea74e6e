export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** `median (lowest to highest)` */
export function range(values: readonly number[], digits: number): string {
  const show = (value: number) => value.toFixed(digits);
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
}

/** @param part 0.5: the median, 1: the largest. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Round by round, each with the same round of what it is compared with. */
export function ratios(mine: readonly number[], theirs: readonly number[]): readonly number[] {
  return mine.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

export function verdict(value: number, target: number): 'reached' | 'missed' {
  return value >= target ? 'reached' : 'missed';
}
