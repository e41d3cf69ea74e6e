import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryLog } from '../../../eventstore/memory/memory-log.js';
import { NO_STREAM, type EventLog, type NewEvent } from '../../../eventstore/port.js';
import { appendLog, writeLog } from '../../../src/tools/backup/log-file.js';
import { LOG_FILE } from '../../../src/tools/backup/manifest.js';
import { batch, foreign } from '../../eventstore/given-events.js';

describe('the log in a backup', () => {
  let folder: string;
  let source: MemoryLog;
  let target: MemoryLog;
  let calls: (readonly [string, number])[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-file-'));
    [source, target, calls] = [new MemoryLog(), new MemoryLog(), []];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes back append by append, each in one call, in the order of the whole log', async () => {
    const streams = [1, 3, 250, 700, 2].map((size) => ({ size, stream: ourStream() }));
    for (const { stream, size } of streams) await source.append(stream, NO_STREAM, batch(stream, size));
    await writeLog(source, folder, () => undefined);
    expect(await appendLog(watched(), folder, () => undefined)).toBe(956);
    expect(calls).toEqual(streams.map(({ stream, size }) => [stream, size]));
    expect(await target.readAll(null, 2000)).toEqual(await source.readAll(null, 2000));
  });

  it('leaves out what others wrote to the same server, and counts it', async () => {
    const [ours, theirs] = [ourStream(), 'shop-1'];
    await source.append(theirs, NO_STREAM, foreign(batch(theirs, 3)));
    await source.append(ours, NO_STREAM, batch(ours, 2));
    expect(await writeLog(source, folder, () => undefined)).toMatchObject({ file: { lines: 2 }, foreignEvents: 3 });
    expect(await appendLog(watched(), folder, () => undefined)).toBe(2);
    expect(calls).toEqual([[ours, 2]]);
  });

  it('ends with a whole append, also where more is written while it is taken', async () => {
    const [before, meanwhile] = [ourStream(), ourStream()];
    await source.append(before, NO_STREAM, batch(before, 499));
    const readAll = source.readAll.bind(source);
    source.readAll = async (after, limit) => {
      if (after === null) await source.append(meanwhile, NO_STREAM, batch(meanwhile, 40));
      return readAll(after, limit);
    };
    expect(await writeLog(source, folder, () => undefined)).toMatchObject({ file: { lines: 539 }, foreignEvents: 0 });
    expect(await appendLog(watched(), folder, () => undefined)).toBe(539);
  });

  it.each([
    ['at its end', -1],
    ['before another append', -2],
  ])('is refused where an append lacks a part %s, before any of that append is written', async (_, from) => {
    const [cut, last] = [ourStream(), ourStream()];
    await source.append(cut, NO_STREAM, batch(cut, 3));
    if (from === -2) await source.append(last, NO_STREAM, batch(last));
    await writeLog(source, folder, () => undefined);
    const lines = readFileSync(join(folder, LOG_FILE), 'utf8').trimEnd().split('\n');
    lines.splice(from, 1);
    writeFileSync(join(folder, LOG_FILE), `${lines.join('\n')}\n`);
    await expect(appendLog(watched(), folder, () => undefined)).rejects.toThrow(`an append lacks a part: ${cut}`);
    expect(calls).toEqual([]);
  });

  function watched(): EventLog {
    const append = target.append.bind(target);
    target.append = (stream: string, expected: number, events: readonly NewEvent[]) => {
      calls.push([stream, events.length]);
      return append(stream, expected, events);
    };
    return target;
  }
});

function ourStream(): string {
  return `account-${randomUUID()}`;
}
