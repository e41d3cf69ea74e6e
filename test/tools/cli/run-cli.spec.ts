import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configOfSystem } from '../../../src/tools/cli/system.js';
import { identityOf } from '../../../src/embedded/engines/process-identity.js';
import { keptSecret } from '../../../src/embedded/supervisor/secrets.js';
import { forgetEnvironment, rememberEnvironment } from '../../../src/embedded/supervisor/running-environment.js';
import { cli } from './cli.js';

describe('the command line', () => {
  it.each([[['--help']], [['log', '--help']], [['log', 'read', '--help']]])(
    '%j explains itself with an exit code of 0',
    async (args) => {
      const { code, out, err } = await cli({}, ...args);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Usage: cli');
    },
  );

  it('shows examples where somebody begins', async () => {
    expect((await cli({}, '--help')).out).toContain('npm run cli -- log read --limit 5');
  });

  it.each([
    [['lgo'], "cli: unknown command 'lgo'"],
    [['log', 'read', '--limit', '0'], 'It must be a whole number from 1.'],
    [['log', 'head', '--fast'], "cli: unknown option '--fast'"],
    [['log', 'head', 'now'], 'cli: too many arguments'],
  ])('says what is wrong with %j', async (args, complaint) => {
    const { code, out, err } = await cli({}, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(complaint);
    expect(err).toContain('--help says how to call it');
  });

  it('names everything that the configuration lacks', async () => {
    const { code, err } = await cli({ DATABASE_URL: 'postgres://h/d' }, 'log', 'head');
    expect(code).toBe(1);
    for (const name of ['TEMPORAL_ADDRESS', 'MASTER_KEY']) expect(err).toContain(name);
  });
});

describe('the system that runs on a data directory', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'binding-cli-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function running(): Promise<void> {
    mkdirSync(join(folder, 'run'), { recursive: true });
    writeFileSync(join(folder, 'run', 'supervisor.lock'), JSON.stringify(await identityOf(process.pid)));
    const keys = ['MASTER_KEY', 'INDEX_KEY', 'SSO_PEPPER'].map((name) => [
      `${name}_FILE`,
      keptSecret(join(folder, 'secrets'), name.toLowerCase()).file,
    ]);
    rememberEnvironment(folder, {
      ...Object.fromEntries(keys),
      DATABASE_URL: 'postgres://binding:pw@127.0.0.1:5999/postgres',
      TEMPORAL_ADDRESS: '127.0.0.1:7999',
      EMBEDDED: 'on',
      SOMETHING_ELSE: 'x',
    });
  }

  it('is found without any configuration', async () => {
    await running();
    expect(await configOfSystem({ DATA_DIR: folder, DATABASE_URL: '' })).toMatchObject({
      databaseUrl: 'postgres://binding:pw@127.0.0.1:5999/postgres',
      temporalAddress: '127.0.0.1:7999',
      dataDir: folder,
    });
  });

  it('is said not to run when nothing was started there', async () => {
    const { code, err } = await cli({ DATA_DIR: folder }, 'log', 'head');
    expect({ code, err }).toEqual({
      code: 1,
      err: `cli: no system runs on ${folder}: start it with \`npm start\`, or set DATA_DIR to its folder or DATABASE_URL to its database\n`,
    });
  });

  it('is said not to run once it has stopped, or was killed', async () => {
    await running();
    forgetEnvironment(folder);
    expect((await cli({ DATA_DIR: folder }, 'log', 'head')).err).toContain('no system runs on');

    await running();
    writeFileSync(join(folder, 'run', 'supervisor.lock'), JSON.stringify({ pid: process.pid, startedAt: 'before' }));
    expect((await cli({ DATA_DIR: folder }, 'log', 'head')).err).toContain('no system runs on');
  });
});
