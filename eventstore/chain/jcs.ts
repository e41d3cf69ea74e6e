import canonicalize from 'canonicalize';
import { Unstorable } from '../port.js';
import { standsInOrder } from './stands-in-order.js';

/** JSON.parse sorts such keys by number, JCS sorts them as text: the bytes would not survive a round trip. */
const INTEGER_LIKE = /^(?:0|[1-9]\d*)$/;
/** With the `u` flag only an unpaired surrogate matches. It has no UTF-8 form, so it would come back as another character. */
export const LONE_SURROGATE = /\p{Surrogate}/u;

/** How JSON.stringify writes half of a character; a text that merely looks so goes the long way for nothing. */
const ESCAPED_SURROGATE = '\\ud';

/**
 * The RFC 8785 text of a value.
 * @throws Unstorable for anything that JSON would drop, change or refuse. The message names the path, never a value.
 */
export function toJcs(value: unknown): string {
  // What was read from the log stands in its order already, and the engine writes the same text several times as fast.
  if (standsInOrder(value)) {
    const text = JSON.stringify(value);
    if (!text.includes(ESCAPED_SURROGATE)) return text;
  }
  assertJson(value, '$', new Set());
  const text = canonicalize(value);
  if (text === undefined) throw new Unstorable('no JSON value');
  return text;
}

function assertJson(value: unknown, path: string, above: Set<object>): void {
  switch (typeof value) {
    case 'boolean':
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new Unstorable(`${path} is not a finite number`);
      return;
    case 'string':
      if (LONE_SURROGATE.test(value)) throw new Unstorable(`${path} holds half of a character (lone surrogate)`);
      return;
    case 'object':
      if (value !== null) assertContainer(value, path, above);
      return;
    default:
      throw new Unstorable(`${path} is a ${typeof value}, which JSON does not know`);
  }
}

function assertContainer(value: object, path: string, above: Set<object>): void {
  if (above.has(value)) throw new Unstorable(`${path} contains itself`);
  above.add(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) assertJson(value[i], `${path}[${i}]`, above);
  } else {
    assertPlain(value, path);
    for (const [key, member] of Object.entries(value)) {
      assertKey(key, path);
      assertJson(member, `${path}.${key}`, above);
    }
  }
  above.delete(value);
}

function assertPlain(value: object, path: string): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with Object.prototype: objects may come from another realm (a Temporal sandbox, a test runner).
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!plain || Object.getOwnPropertySymbols(value).length > 0) throw new Unstorable(`${path} is not a plain object`);
}

function assertKey(key: string, path: string): void {
  if (INTEGER_LIKE.test(key)) throw new Unstorable(`${path} has a key that looks like a number`);
  if (key === '__proto__') throw new Unstorable(`${path} has a key named __proto__`);
  if (LONE_SURROGATE.test(key)) throw new Unstorable(`${path} has a key with half of a character (lone surrogate)`);
}
