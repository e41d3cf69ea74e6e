import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf } from '../../src/embedded/engines/process-identity.js';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';

describe('what a killed predecessor left', () => {
  let folder: string;
  let child: ChildProcess;
  let records: ProcessRecords;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'binding-records-'));
    records = new ProcessRecords(folder);
    child = spawn(process.execPath, [
      '-e',
      'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)',
    ]);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    await records.write('engine', child.pid ?? 0);
  });
  afterEach(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is found and ended, with SIGKILL when it does not listen', async () => {
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    expect(await records.runs('engine')).toBe(true);
    await records.end('engine', 'SIGTERM', 100);
    expect(await ended).toBe('SIGKILL');
    expect(records.names()).toEqual([]);
  });

  it('is never somebody else who was given the same number', async () => {
    const file = join(folder, 'engine.json');
    const record = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; startedAt: string };
    writeFileSync(file, JSON.stringify({ ...record, startedAt: 'another boot 1' }));
    expect(await records.runs('engine')).toBe(false);
    await records.end('engine', 'SIGKILL', 100);
    expect(await identityOf(record.pid)).toEqual(record);
  });

  it('is nothing when the record is torn, or was never written', async () => {
    writeFileSync(join(folder, 'engine.json'), '{"pid":');
    await records.end('engine', 'SIGKILL', 100);
    await records.end('another', 'SIGKILL', 100);
    expect(await identityOf(child.pid ?? 0)).toBeDefined();
  });
});
