/** A bad day found these two: a disk without a block left ended the roles, and then their supervisor. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';
import { KeptRole } from '../../src/embedded/supervisor/kept-role.js';

describe('on a full disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('a role goes on although no line of its log can be written', () => {
    const module = resolve('src/processes/ignore-output-errors.ts');
    const program = join(folder, 'role.mjs');
    writeFileSync(
      program,
      `import { ignoreOutputErrors } from ${JSON.stringify(module)};
       if (process.argv[2] === 'lives') ignoreOutputErrors();
       process.stdout.write('a line\\n');
       process.stderr.write('another\\n');
       setTimeout(() => process.stdout.write('one more\\n'), 50);`,
    );
    const run = (how: string) => {
      const full = openSync('/dev/full', 'w');
      const args = ['--import', resolve('test/support/typescript.mjs'), program, how];
      const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', full, full] });
      closeSync(full);
      return status;
    };
    expect(run('lives')).toBe(0);
    expect(run('as Node does')).not.toBe(0);
  });

  it('a supervisor goes on although a role cannot be recorded, and says so', async () => {
    const program = join(folder, 'role.mjs');
    writeFileSync(program, `process.send('ready'); process.once('disconnect', () => process.exit());`);
    const records = new ProcessRecords(join(folder, 'run'));
    records.write = () => Promise.reject(new Error('ENOSPC: no space left on device'));
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const logFile = join(folder, 'log', 'worker.log');
    const kept = new KeptRole({ role: 'worker', program, env: process.env, logFile, records, say });
    await kept.start();
    await kept.stop(2_000);
    expect(said).toEqual(['worker: runs, but could not be recorded (ENOSPC: no space left on device)']);
  });
});
