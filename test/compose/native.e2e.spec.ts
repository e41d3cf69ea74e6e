/**
 * The commands of docker-compose.yml, run on this machine with the very environment that stands there: only names of hosts,
 * ports and the folder of the secrets are those of the test. No container engine is needed, and none is tested.
 */
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../src/processes/free-port.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { temporalAddress } from '../support/temporal.js';
import { PROGRAM } from '../support/whole-system.js';
import { ofTheApplication, readComposeFile } from './compose-file.js';

const compose = readComposeFile('docker-compose.yml');
const roles = ['api', 'worker', 'projector'];

describe('the commands of docker-compose.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compose-'));
  const running: ChildProcess[] = [];
  let database: TestDatabase;
  let double: EventStoreDbDouble;
  let port: number;
  /** Stands for the catcher of mails: without one the API is not ready. */
  const mail = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], logger: false });
  let mailPort: number;
  /** On one machine each role needs a port of its own for what containers have on the same. */
  let metricsPorts: Readonly<Record<string, number>>;

  /** A text of the file, as it is on this machine. */
  function here(text: string, service = ''): string {
    return text
      .replace(/^\/(secrets|data)\b/, join(folder, '$1'))
      .replace('eventstoredb:2113', `127.0.0.1:${double.port}`)
      .replace('temporal:7233', temporalAddress())
      .replace('mail:1025', `127.0.0.1:${mailPort}`)
      .replace('0.0.0.0', '127.0.0.1')
      .replace(/\b3000\b/, String(port))
      .replace(/\b9464\b/, String(metricsPorts[service] ?? 0));
  }

  function environmentOf(service: string): NodeJS.ProcessEnv {
    const given = Object.entries(compose.services[service]?.environment ?? {});
    return {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      ...Object.fromEntries(given.map(([name, text]) => [name, here(String(text), service)])),
    };
  }

  function commandOf(service: string): string[] {
    return [compose.services[service]?.command ?? []].flat().map((text) => here(text));
  }

  function run(service: string, command = commandOf(service)) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...command], {
      env: environmentOf(service),
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { status, stdout, stderr };
  }

  beforeAll(async () => {
    [database, double, port, mailPort] = await Promise.all([
      createTestDatabase(),
      startEventStoreDbDouble(),
      freePort(),
      listens(mail),
    ]);
    metricsPorts = { api: await freePort(), worker: await freePort(), projector: await freePort() };
  }, 60_000);

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await new Promise<void>((done) => mail.close(done));
    await double.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  }, 30_000);

  it('are those of these services', () => {
    expect(ofTheApplication(compose).map(([name]) => name)).toEqual(['secrets', 'migrate', ...roles, 'cli']);
  });

  it('secrets makes them once, for their readers only', () => {
    expect(run('secrets')).toMatchObject({ status: 0, stdout: expect.stringContaining('application/master-key') });
    expect(run('secrets')).toMatchObject({ status: 0, stdout: 'all secrets are there\n' });
    expect(modeOf(join(folder, 'secrets', 'application', 'master-key'))).toBe(0o400);
    expect(modeOf(join(folder, 'secrets', 'database', 'password'))).toBe(0o444);
  }, 30_000);

  it('migrate and demo-data prepare the database, and end', () => {
    const address = join(folder, 'secrets', 'application', 'database-url');
    rmSync(address);
    writeFileSync(address, database.url);
    expect(run('migrate')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(run('migrate', ['demo-data'])).toEqual({ status: 0, stdout: 'demo data loaded\n', stderr: '' });
  }, 60_000);

  it('cli finds its whole configuration there', () => {
    const [, program = ''] = compose.services['cli']?.entrypoint ?? [];
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'config', 'check'], {
      env: environmentOf('cli'),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^MASTER_KEY +\(hidden\) +MASTER_KEY_FILE$/m);
  }, 30_000);

  it('api, worker and projector get ready and say so where the health check looks', async () => {
    await Promise.all(
      roles.map(async (role) => {
        const child = fork(PROGRAM, commandOf(role), {
          env: environmentOf(role),
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        });
        running.push(child);
        expect(await once(child, 'message')).toContain('ready');
      }),
    );
    for (const role of roles) {
      const [kind, program, ...args] = compose.services[role]?.healthcheck?.test ?? [];
      expect([kind, program]).toEqual(['CMD', 'node']);
      const asked = args.map((text) => here(text, role));
      expect([role, spawnSync(process.execPath, asked, { timeout: 5_000 }).status]).toEqual([role, 0]);
    }
    await expect(readiness(port)).resolves.toMatchObject({ status: 'ready' });
  }, 60_000);

  it('and all end by themselves when they are told to', async () => {
    const codes = await Promise.all(
      running.map(async (child) => {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        return (await ended)[0] as number | null;
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
  }, 30_000);
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

/** @returns its port */
async function listens(server: SMTPServer): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.server.address() as AddressInfo).port;
}

/** The first answer that is well, else the last one after 20 s. */
async function readiness(port: number): Promise<unknown> {
  const until = Date.now() + 20_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    if (answer.ok || Date.now() > until) return answer.json();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
