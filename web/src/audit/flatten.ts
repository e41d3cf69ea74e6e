/** A state as lines of path and value, so that two of them can be compared. */

/** What only repeats other values, or is made for buttons. */
const LEFT_OUT = ['allowedActions', 'nextSteps', 'history', 'historyCount', 'revision', 'id', 'school'];

export function flatten(value: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') return new Map([[path.join('/'), String(value)]]);
  const entries = Object.entries(value).filter(([key]) => !LEFT_OUT.includes(key));
  const label = entries.find(([key]) => key === 'label')?.[1];
  if (typeof label === 'string') return new Map([[path.join('/'), label]]);
  return new Map(entries.flatMap(([key, inner]) => [...flatten(inner, [...path, key])]));
}

export interface Changed {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function changesBetween(before: unknown, after: unknown): readonly Changed[] {
  const old = flatten(before);
  const now = flatten(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((one) => one.before !== one.after);
}
