import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Clamd } from '../../../src/adapters/clamav/clamd.js';
import { openScanner } from '../../../src/adapters/clamav/open-scanner.js';
import { EicarOnly, ScannerUnavailable } from '../../../src/adapters/clamav/scanner.js';
import type { Config } from '../../../src/config/config.js';
import { ClamdDouble } from '../../support/clamd-double.js';

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Only against a test that hangs: a busy machine takes its time for ten megabytes. */
const PATIENCE_MS = 120_000;

describe('a file before ClamAV', () => {
  let daemon: ClamdDouble;

  beforeEach(async () => {
    daemon = await ClamdDouble.start();
  });

  afterEach(() => daemon.stop());

  it.each([
    ['empty', 0],
    ['of one byte', 1],
    ['of one chunk', 64 * 1024],
    ['of one chunk and a byte', 64 * 1024 + 1],
    ['of 10 MB', 10 * 1024 * 1024],
  ])(
    'arrives as it is: %s',
    async (_what, size) => {
      const file = randomBytes(size);
      expect(await new Clamd(daemon.address, PATIENCE_MS).scan(file)).toBe('clean');
      expect(daemon.seen.map((one) => one.equals(file))).toEqual([true]);
    },
    PATIENCE_MS,
  );

  it('is told from malware, wherever in the file it is', async () => {
    const scanner = new Clamd(daemon.address, PATIENCE_MS);
    const filler = Buffer.alloc(64 * 1024 - 10, ' ');
    expect(await scanner.scan(Buffer.concat([filler, Buffer.from(EICAR)]))).toBe('infected');
    expect(await scanner.scan(filler)).toBe('clean');
  });

  it.each<[string, () => void]>([
    ['says that the file is too large', () => (daemon.limit = 1000)],
    ['says something else', () => (daemon.insteadOfVerdict = 'stream: OK but not quite')],
    ['speaks of a failure', () => (daemon.insteadOfVerdict = "stream: Can't allocate memory ERROR")],
    ['hangs up', () => (daemon.insteadOfVerdict = null)],
    ['says nothing', () => (daemon.frozen = true)],
  ])('is not let through by one that %s', async (_what, trouble) => {
    trouble();
    const scanning = new Clamd(daemon.address, 300).scan(randomBytes(2000));
    await expect(scanning).rejects.toThrow(ScannerUnavailable);
  });

  it('is not let through by one that is away, and is looked at once it is back', async () => {
    const scanner = new Clamd(daemon.address, PATIENCE_MS);
    await daemon.stop();
    await expect(scanner.scan(Buffer.from('x'))).rejects.toThrow(ScannerUnavailable);
    await daemon.startAgain();
    expect(await scanner.scan(Buffer.from('x'))).toBe('clean');
  });

  it('goes there only where one is configured', () => {
    expect(openScanner({ clamdAddress: daemon.address } as Config)).toBeInstanceOf(Clamd);
    expect(openScanner({} as Config)).toBeInstanceOf(EicarOnly);
  });
});

describe('a file before the stand-in', () => {
  it('is looked through for the EICAR test file only', async () => {
    const scanner = new EicarOnly();
    expect(await scanner.scan(Buffer.from(`%PDF-1.4 ${EICAR}`))).toBe('infected');
    expect(await scanner.scan(Buffer.from('%PDF-1.4'))).toBe('clean');
  });
});
