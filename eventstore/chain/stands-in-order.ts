/**
 * Whether JSON.stringify writes a value as JCS does, but for half characters: all of it is JSON, and the keys of each object
 * stand as JCS sorts them. So it is with what was read from the log. False also where that is not told quickly.
 */
export function standsInOrder(value: unknown): boolean {
  return isInOrder(value, DEEPEST);
}

/** Nothing that is stored is nested so deep; a value that contains itself is. */
const DEEPEST = 32;

function isInOrder(value: unknown, deepest: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (deepest === 0) return false;
      return Array.isArray(value) ? areInOrder(value, deepest) : isObjectInOrder(value, deepest);
    default:
      return false;
  }
}

/** By index: a hole is no JSON either. */
function areInOrder(list: readonly unknown[], deepest: number): boolean {
  for (let i = 0; i < list.length; i++) if (!isInOrder(list[i], deepest - 1)) return false;
  return true;
}

function isObjectInOrder(object: object, deepest: number): boolean {
  if (Object.getPrototypeOf(object) !== Object.prototype) return false;
  if (Object.getOwnPropertySymbols(object).length > 0) return false;
  let before: string | undefined;
  for (const key of Object.keys(object)) {
    if (before !== undefined && key <= before) return false;
    if (beginsWithDigit(key) || key === '__proto__') return false;
    if (!isInOrder((object as Readonly<Record<string, unknown>>)[key], deepest - 1)) return false;
    before = key;
  }
  return true;
}

/** As all keys do that JSON.parse sorts by number. */
function beginsWithDigit(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
