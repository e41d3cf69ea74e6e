import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyCache } from '../../../src/people/privacy/key-cache.js';
import { hmacIndex } from '../../../src/people/privacy/references.js';
import { openWith, sealWith, unwrapKey, wrapKey } from '../../../src/people/privacy/sealing.js';

const key = randomBytes(32);
const place = { stream: 'bindingRequest-1', subject: 'applicant-1', field: 'idNumber' };

describe('a sealed value', () => {
  it('opens where it belongs, and says nothing of what is inside', () => {
    const sealed = sealWith(key, '王大明', place);
    expect(openWith(key, sealed, place)).toBe('王大明');
    expect(Buffer.from(sealed.slice(3), 'base64url').toString()).not.toContain('王');
  });

  it('never looks the same twice', () => {
    expect(sealWith(key, 'A111111113', place)).not.toBe(sealWith(key, 'A111111113', place));
  });

  it.each([
    ['another stream', { ...place, stream: 'bindingRequest-2' }],
    ['another person', { ...place, subject: 'applicant-2' }],
    ['another field', { ...place, field: 'mobile' }],
    ['parts that join to the same text', { stream: 'bindingRequest-1', subject: 'applicant-1","idNumber', field: '' }],
  ])('does not open when moved to %s', (_, elsewhere) => {
    const sealed = sealWith(key, 'A111111113', place);
    expect(() => openWith(key, sealed, elsewhere)).toThrow('not authentic');
  });

  it('does not open with any one of its bits flipped, cut short, or under another key', () => {
    const sealed = sealWith(key, 'A111111113', place);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const tampered = Buffer.from(bytes);
      tampered[i] = (tampered[i] ?? 0) ^ (1 << (i % 8));
      expect(() => openWith(key, `s1.${tampered.toString('base64url')}`, place)).toThrow('not authentic');
    }
    expect(() => openWith(key, sealed.slice(0, 20), place)).toThrow('not authentic');
    expect(() => openWith(key, 'A111111113', place)).toThrow('not authentic');
    expect(() => openWith(randomBytes(32), sealed, place)).toThrow('not authentic');
  });
});

describe("a person's key", () => {
  it('opens under the master key, for that person only', () => {
    const master = randomBytes(32);
    const wrapped = wrapKey(master, key, 'applicant-1');
    expect(unwrapKey(master, wrapped, 'applicant-1')).toEqual(key);
    expect(() => unwrapKey(master, wrapped, 'applicant-2')).toThrow('not authentic');
    expect(() => unwrapKey(randomBytes(32), wrapped, 'applicant-1')).toThrow('not authentic');
  });

  it('stays in memory for a while, and only so many of them', () => {
    let now = 0;
    const cache = new KeyCache(2, 1000, () => now);
    cache.put('a', key);
    cache.put('b', key);
    cache.put('c', key);
    expect([cache.get('a'), cache.get('b'), cache.size]).toEqual([undefined, key, 2]);
    now = 1000;
    expect([cache.get('b'), cache.get('c'), cache.size]).toEqual([undefined, undefined, 0]);
  });
});

describe('an index', () => {
  it('keeps kinds and parts apart', () => {
    const indexes = [hmacIndex(key, 'a', 'b', 'c'), hmacIndex(key, 'a', 'bc'), hmacIndex(key, 'ab', 'c')];
    expect(new Set(indexes.map((index) => index.toString('hex'))).size).toBe(3);
  });
});
