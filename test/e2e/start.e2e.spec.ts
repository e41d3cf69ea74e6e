import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Family, NEW_PASSWORD } from '../../src/tools/demo/family.js';
import { compareAll, decide, signInStaff } from '../../src/tools/demo/office.js';
import {
  discardDataDirectory,
  PARTS,
  RunningSystem,
  temporaryDataDirectory,
} from '../../src/tools/demo/running-system.js';
import { eventually } from '../../src/tools/demo/visitor.js';
import { demoApplicants } from '../../src/people/demo-data/demo-data.js';
import { expectPlainPath, processesOf, PROGRAM } from '../support/whole-system.js';

describe('npm start', () => {
  let dataDirectory: string;
  let system: RunningSystem;
  let caseId = '';

  beforeAll(async () => {
    dataDirectory = temporaryDataDirectory();
    system = await RunningSystem.start({ program: PROGRAM, dataDirectory });
  }, 120_000);
  afterAll(() => system.discard(), 60_000);

  it('says in a line per step what it does, and that the log is PostgreSQL as no EVENTSTOREDB_URL is set', () => {
    const steps = system.lines.map((line) => /^([\w ]+):/.exec(line)?.[1]).filter(Boolean);
    expect(steps.slice(0, 5)).toEqual(['database', 'Temporal', 'evidence', 'demo data', 'roles']);
    expect(system.lines.join('\n')).toContain('the event log is PostgreSQL, as no EVENTSTOREDB_URL is set');
  });

  it('says what to open and who can sign in', () => {
    const said = system.lines.join('\n');
    expect(said).toContain(`Open ${system.address}/`);
    expect(said).toContain('account P10630008, first password A200000003');
    for (const account of ['teacher301', 'registrar', 'director', 'auditor', 'admin1']) expect(said).toContain(account);
  });

  it('answers its first page', async () => {
    const first = await fetch(system.address);
    expect(first.status).toBe(200);
    expect(first.url).toBe(`${system.address}/`);
    expect(await first.text()).toContain('<div id="page"></div>');
  });

  it('sees a request through from the first click to the created account', async () => {
    const family = await Family.signIn(system.address, '10630008');
    const { student } = await family.open();
    await family.confirmStudentInfo(student.version);
    await family.consent();
    await family.signAndSend(await family.apply('one-parent', [demoApplicants.wangDaming]));
    caseId = family.id;

    const teacher = await signInStaff(system.address, 'teacher301');
    const [item] = await compareAll(teacher, caseId, 1);
    expect(item && (await decide(teacher, item, 'approval'))).toMatchObject({ status: 'accepted' });

    const page = await eventually(
      'the created account',
      () => family.page(),
      ({ stage }) => stage.code === 'closed',
    );
    expect(page.outcome?.code).toBe('completed');
    expect(page.cards.account.label).toBe('已建立');
    expect(page.applicants.map(({ review, account }) => [review.label, account.label])).toEqual([
      ['已通過', '帳號已建立'],
    ]);
    await expectPlainPath(system.address, caseId);
  }, 60_000);

  it('writes nothing about these people into any of its logs', () => {
    const { name, idNumber, mobile, email } = demoApplicants.wangDaming;
    const log = join(dataDirectory, 'log');
    const files = readdirSync(log);
    expect(files).toEqual(expect.arrayContaining(['api.log', 'worker.log', 'projector.log']));
    const text = files.map((file) => readFileSync(join(log, file), 'utf8')).join('\n');
    for (const value of [name, idNumber, mobile, email, NEW_PASSWORD, '尹安安']) expect(text).not.toContain(value);
  });

  it('lets no second one onto the same DATA_DIR, and no other onto the same port', async () => {
    const sameFolder = await startAnother({ DATA_DIR: dataDirectory, PORT: '0' });
    expect(sameFolder).toMatchObject({ code: 1, stderr: expect.stringContaining(`in use by process ${system.pid}`) });
    const other = temporaryDataDirectory();
    const samePort = await startAnother({ DATA_DIR: other, PORT: new URL(system.address).port });
    expect(samePort).toMatchObject({ code: 1, stderr: expect.stringContaining('set PORT') });
    expect(processesOf(other)).toEqual([]);
    await discardDataDirectory(other);
    expect((await fetch(`${system.address}/health/live`)).status).toBe(200);
  }, 60_000);

  it('ends with Ctrl-C within 15 s and leaves nothing running', async () => {
    expect(PARTS.map((part) => system.part(part) !== undefined)).toEqual(PARTS.map(() => true));
    const asked = Date.now();
    expect(await system.stop('SIGINT')).toBe(0);
    expect(Date.now() - asked).toBeLessThan(15_000);
    expect(processesOf(dataDirectory)).toEqual([]);
    expect(await canConnect(system.address)).toBe(false);
  }, 30_000);

  it('goes on with the same data within 15 s, on the HOST and PORT that it is given', async () => {
    const asked = Date.now();
    system = await RunningSystem.start({ program: PROGRAM, dataDirectory, host: '127.0.0.2' });
    expect(Date.now() - asked).toBeLessThan(15_000);
    expect(system.lines.join('\n')).toContain('demo data: there already');
    expect(await canConnect(system.address.replace('127.0.0.2', '127.0.0.1'))).toBe(false);

    const family = await Family.signIn(system.address, '10630008', NEW_PASSWORD);
    const { items } = await family.visitor.get<{ items: { id: string; outcome: { code: string } }[] }>('/bindings');
    expect(items).toMatchObject([{ id: caseId, outcome: { code: 'completed' } }]);
    await expectPlainPath(system.address, caseId);
  }, 60_000);

  it('ends with SIGTERM too', async () => {
    expect(await system.stop('SIGTERM')).toBe(0);
    expect(processesOf(dataDirectory)).toEqual([]);
  }, 30_000);

  it('ends at once when it is told a second time, though a part hangs', async () => {
    system = await RunningSystem.start({ program: PROGRAM, dataDirectory });
    process.kill(system.part('worker')?.pid ?? 0, 'SIGSTOP');
    const ended = system.stop('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 800));
    const told = Date.now();
    expect(await Promise.all([system.stop('SIGINT'), ended])).toEqual([130, 130]);
    expect(Date.now() - told).toBeLessThan(3_000);
    expect(processesOf(dataDirectory)).toEqual([]);
  }, 60_000);

  it('ends also when it is told to in the middle of its start', async () => {
    const port = new URL(system.address).port;
    const child = execFile(process.execPath, [PROGRAM, 'all'], {
      env: { ...process.env, DATA_DIR: dataDirectory, PORT: port },
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill('SIGINT');
    await ended;
    expect(processesOf(dataDirectory)).toEqual([]);
  }, 30_000);
});

function startAnother(env: Record<string, string>): Promise<{ stderr: string; code: number }> {
  const started = promisify(execFile)(process.execPath, [PROGRAM, 'all'], {
    env: { ...process.env, ...env },
    timeout: 20_000,
  });
  return started.then(
    () => ({ stderr: '', code: 0 }),
    (failure: { stderr: string; code: number }) => failure,
  );
}

function canConnect(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
