import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { assert, jsonValue, property } from 'fast-check';
import { toJcs } from '../../eventstore/chain/jcs.js';
import { Unstorable } from '../../eventstore/port.js';
import { standsInOrder } from '../../eventstore/chain/stands-in-order.js';

describe('the canonical text (RFC 8785)', () => {
  it('writes the example of section 3.2.2 and 3.2.3', () => {
    const literals = [null, true, false];
    const string = '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/';
    const numbers: unknown = JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]');
    expect(toJcs({ numbers, string, literals })).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code units, as in section 3.2.3', () => {
    const object = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '\ud83d\ude00': 4, '\u0080': 5, '\u00f6': 6 };
    expect(Object.values(JSON.parse(toJcs(object)) as object)).toEqual([2, 5, 6, 1, 4, 3]);
  });

  // Appendix B: numbers by their IEEE 754 bits.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number %s as %s', (bits, text) => {
    expect(toJcs(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it.each([
    ['undefined', { a: undefined }, '$.a'],
    ['undefined in a list', [undefined], '$[0]'],
    ['a hole in a list', [, 1], '$[0]'], // oxlint-disable-line no-sparse-arrays
    ['a bigint', { a: { b: 1n } }, '$.a.b'],
    ['NaN', { a: Number.NaN }, '$.a'],
    ['infinity', -Infinity, '$'],
    ['a function', { a: () => 1 }, '$.a'],
    ['a symbol', { a: Symbol('s') }, '$.a'],
    ['a date', { a: new Date(0) }, '$.a'],
    ['a map', { a: new Map() }, '$.a'],
    ['a buffer', { a: Buffer.from('a') }, '$.a'],
    ['half of a character', { a: ['x\ud800y'] }, '$.a[0]'],
    ['half of a character as a key', { '\udc00': 1 }, '$'],
    ['a key that looks like a number', { a: { '10': 1 } }, '$.a'],
    ['the key zero', { '0': 1 }, '$'],
    ['a key that is a symbol', { a: { [Symbol('s')]: 1 } }, '$.a'],
    ['a key named __proto__', JSON.parse('{"__proto__":{}}'), '$'],
  ])('refuses %s, and says where but not what', (_, value, path) => {
    expect(() => toJcs(value)).toThrow(Unstorable);
    expect(() => toJcs(value)).toThrow(new RegExp(String.raw`^${path.replaceAll(/[$[\].]/g, String.raw`\$&`)} `));
  });

  it('refuses what contains itself, and takes what is merely used twice', () => {
    const loop: Record<string, unknown> = {};
    loop['a'] = { loop };
    expect(() => toJcs(loop)).toThrow(Unstorable);
    const twice = { n: 1 };
    expect(toJcs([twice, twice])).toBe('[{"n":1},{"n":1}]');
  });

  it('knows what is read from the log, and what nobody has sorted yet', () => {
    expect(standsInOrder(JSON.parse('{"$correlationId":"c","actor":{"id":"s","role":"parent"},"n":[1,null]}'))).toBe(
      true,
    );
    expect(standsInOrder({ b: 1, a: 2 })).toBe(false);
    expect(standsInOrder([{ a: { d: 1, c: 2 } }])).toBe(false);
  });

  it('takes keys that only begin like a number', () => {
    expect(toJcs({ '01': 1, '1a': 2, '-1': 3, '1.5': 4 })).toBe('{"-1":3,"01":1,"1.5":4,"1a":2}');
  });

  it('takes a text that only looks like half of a character, and what is nested deeply', () => {
    expect(toJcs({ a: '\\ud800', b: '\u{1f600}' })).toBe(String.raw`{"a":"\\ud800","b":"😀"}`);
    const deep = '['.repeat(100) + ']'.repeat(100);
    expect(toJcs(JSON.parse(deep))).toBe(deep);
  });

  it('writes what is in order already as the long way does, which sorts it', () => {
    assert(
      property(jsonValue({ stringUnit: 'binary' }), (value) => {
        let text: string | undefined;
        try {
          text = canonicalize(value);
        } catch {
          return true;
        }
        const inOrder: unknown = JSON.parse(text ?? 'null');
        return !standsInOrder(inOrder) || toJcs(inOrder) === text;
      }),
      { numRuns: 500 },
    );
  });

  it('comes back byte by byte from parse and stringify, whatever is stored', () => {
    assert(
      property(jsonValue({ stringUnit: 'binary' }), (value) => {
        let text: string;
        try {
          text = toJcs(value);
        } catch (error) {
          return error instanceof Unstorable;
        }
        return JSON.stringify(JSON.parse(text)) === text && toJcs(JSON.parse(text)) === text;
      }),
      { numRuns: 500 },
    );
  });
});
