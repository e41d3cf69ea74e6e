import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  accountIdOf,
  applicantIdOf,
  caseNumber,
  commandIdOf,
  passDeadlineId,
  recordAccountId,
  requestIdOf,
  requestIdPrefix,
} from '../../domain/binding/identifiers.js';
import { deriveId, formatUuid, uuidV5 } from '../../domain/ids.js';

/** UUIDv5 by node:crypto, RFC 9562 section 5.5. */
function reference(namespace: string, name: string): string {
  const sha1 = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  sha1.writeUInt8((sha1.readUInt8(6) & 0x0f) | 0x50, 6);
  sha1.writeUInt8((sha1.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(sha1.toString('hex').slice(0, 32));
}

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('name-based ids', () => {
  it('give the example of RFC 9562, appendix A.4', () =>
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2'));

  it('agree with node:crypto for any text and every length round a block of SHA-1', () => {
    for (let length = 0; length < 200; length++)
      expect(uuidV5(DNS, 'x'.repeat(length))).toBe(reference(DNS, 'x'.repeat(length)));
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'grapheme', maxLength: 300 }), (namespace, name) => {
        expect(uuidV5(namespace, name)).toBe(reference(namespace, name));
      }),
      { seed: 20200820, numRuns: 500 },
    );
  });

  it('depend on each part and on their order', () => {
    expect(deriveId('a', 'b')).toBe(deriveId('a', 'b'));
    expect(new Set([deriveId('a', 'b'), deriveId('b', 'a'), deriveId('ab'), deriveId('a', 'b', 0)]).size).toBe(4);
  });
});

describe('the ids of a binding request', () => {
  it('are never the same for two different things', () => {
    const request = requestIdOf('student', 'login', 0);
    const ids = [
      request,
      requestIdOf('student', 'login', 1),
      requestIdOf('sister', 'login', 0),
      commandIdOf('login', 'SignAndSend', 'key', request),
      commandIdOf('login', 'SignAndSend', 'other-key', request),
      commandIdOf('teacher', 'Approve', 'key', request, 'father'),
      commandIdOf('teacher', 'Approve', 'key', request, 'mother'),
      commandIdOf('teacher', 'Reject', 'key', request, 'father'),
      passDeadlineId(request, 'review', '2026-11-09T15:59:59.999Z'),
      passDeadlineId(request, 'unfinished', '2026-11-09T15:59:59.999Z'),
      recordAccountId(request, 'father', 1),
      recordAccountId(request, 'father', 2),
      applicantIdOf('command', 0),
      applicantIdOf('command', 1),
      accountIdOf(request, 'father'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are the same on every machine, for ever', () =>
    expect([requestIdOf('student', 'login', 0), applicantIdOf('command', 0)]).toEqual([
      '5fad506e-28e5-50ec-a573-b8c4622cb893',
      '8ee53800-a2c4-57b9-a643-1e6c6bb84781',
    ]));
});

describe('the case number 案號', () => {
  it('is the school code and the first 40 bits of the request id in Crockford’s base32', () => {
    expect(caseNumber('T99', '00000000-0000-5000-8000-000000000000')).toBe('T99-00000000');
    expect(caseNumber('T99', 'ffffffff-ffff-5fff-bfff-ffffffffffff')).toBe('T99-ZZZZZZZZ');
    expect(caseNumber('T01', '00443214-c74c-5000-8000-000000000000')).toBe('T01-01234567');
  });

  it('has no letter that is mistaken for another', () =>
    fc.assert(
      fc.property(fc.uuid(), (id) => expect(caseNumber('T99', id)).toMatch(/^T99-[0-9A-HJKMNP-TV-Z]{8}$/u)),
      { seed: 20200820 },
    ));

  it('leads back to the beginning of the request id, also as people type it', () => {
    expect(requestIdPrefix('T01-01234567')).toBe('00443214-c7');
    expect(requestIdPrefix(' t01-o1234567 ')).toBe('00443214-c7');
    expect(requestIdPrefix('T01-0123456')).toBeUndefined();
    expect(requestIdPrefix('T01-0123456U')).toBeUndefined();
    fc.assert(
      fc.property(fc.uuid(), (id) => expect(id.startsWith(requestIdPrefix(caseNumber('T99', id)) ?? '-')).toBe(true)),
      { seed: 20200820 },
    );
  });
});
