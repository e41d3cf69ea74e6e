import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonLog } from '../../src/logging/json-log.js';

describe('the log of a role', () => {
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map(({ write }) => write);
  let said = '';

  beforeEach(() => {
    said = '';
    for (const stream of streams) {
      stream.write = ((text: string) => {
        said += text;
        return true;
      }) as typeof stream.write;
    }
  });
  afterEach(() => streams.forEach((stream, i) => (stream.write = writes[i] as typeof stream.write)));

  const lines = () => said.trim().split('\n').filter(Boolean);

  it('is one JSON object a line, with level, role, time and what else is given', () => {
    new JsonLog('worker', 'log').warn('stands still', { readModel: 'review_inbox', againInMs: 100 });
    expect(lines().map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'warn',
        pid: process.pid,
        timestamp: expect.any(Number),
        context: 'worker',
        message: 'stands still',
        readModel: 'review_inbox',
        againInMs: 100,
      },
    ]);
  });

  it.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['log', ['error', 'warn', 'log']],
    ['debug', ['error', 'warn', 'log', 'debug']],
  ] as const)('at LOG_LEVEL %s says %j', (level, heard) => {
    const log = new JsonLog('api', level);
    for (const one of ['debug', 'log', 'warn', 'error'] as const) log[one]('x');
    expect(new Set(lines().map((line) => (JSON.parse(line) as { level: string }).level))).toEqual(new Set(heard));
  });

  it('masks what looks like an ID number, a mobile or an address, wherever it stands', () => {
    const log = new JsonLog('api', 'log');
    const idNumbers = ['A111111113', 'f200000035', 'AC00000012', 'A800000014'];
    for (const value of [...idNumbers, '0912345678', '0912-345-678', '+886912345678', 'tpservice@example.org']) {
      said = '';
      log.error(`Key (email)=(${value}) already exists`, { detail: value, password: 'seven-green-umbrellas' });
      expect(said).not.toContain(value);
      expect(said).not.toContain('umbrellas');
      expect(() => JSON.parse(said) as unknown).not.toThrow();
    }
  });

  it('leaves ids, times and positions as they are', () => {
    const kept = {
      requestId: 'urn:uuid:0d6c8c1e-2b1f-4a83-9f43-6d8a6b1c2f10',
      at: '2026-11-25T12:30:00.000Z',
      position: '00000000000912345678-00000000000000000042',
    };
    new JsonLog('api', 'log').log('x', kept);
    expect(JSON.parse(said)).toMatchObject(kept);
  });
});
