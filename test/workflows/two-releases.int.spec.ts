/** Cases that begin under one release and go on under another, whose rules, policy and state are not the same. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { temporalAddress } from '../support/temporal.js';
import { Case } from './case.js';
import type { CarriedOut, WorkerPlace } from './worker-process.js';
import { World, eventually } from './world.js';

const here = dirname(fileURLToPath(import.meta.url));
const TYPESCRIPT = ['--import', join(here, '..', 'support', 'typescript.mjs')];

type Release = 'this' | 'another';
const RELEASES: readonly (readonly [Release, Release])[] = [
  ['this', 'another'],
  ['another', 'this'],
];
/** AGENDA_RULES of each, and its five or seven working days for a review. */
const RULES = { this: 1, another: 2 } as const;
const REVIEW_DAYS = { this: 5, another: 7 } as const;

let database: TestDatabase;
let db: Database;
let world: World;
let workers: { readonly process: ChildProcess; readonly carriedOut: CarriedOut[] }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await migrateAll(db);
  world = new World({ log: await openEventLog({}, db) });
}, 60_000);

afterEach(() => {
  for (const { process } of workers) process.kill('SIGKILL');
  workers = [];
});

afterAll(async () => {
  await world.gateway.close();
  await db.close();
  await database.drop();
});

/** Without a memory of workflows: each of their tasks replays the whole history. */
async function start(release: Release) {
  const place: WorkerPlace = {
    databaseUrl: database.url,
    address: temporalAddress(),
    taskQueue: world.taskQueue,
    cachedWorkflows: 0,
  };
  const execArgv = [...TYPESCRIPT, ...(release === 'this' ? [] : ['--import', join(here, 'another-release.mjs')])];
  const child = fork(join(here, 'worker-process.ts'), [JSON.stringify(place)], {
    execArgv,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const worker = { process: child, carriedOut: [] as CarriedOut[] };
  workers.push(worker);
  const [started] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  expect(started).toBe('ready');
  child.on('message', (message) => worker.carriedOut.push(message as CarriedOut));
  return worker;
}

async function stop(worker: (typeof workers)[number]): Promise<void> {
  const exit = once(worker.process, 'exit');
  worker.process.disconnect();
  await exit;
}

/** As a person would: the same button again until there is an answer. */
async function insist<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      if (tries === 30) throw error;
      await pause(500);
    }
  }
}

const APPROVED = ['ApplicantApproved', 'AccountCreationStarted', 'AccountCreated', 'BindingRequestClosed'];

async function sendAll(request: Case, commands: readonly Parameters<World['gateway']['send']>[0][]): Promise<void> {
  expect(commands.every(({ requestId }) => requestId === request.requestId)).toBe(true);
  for (const command of commands)
    expect(await insist(() => world.gateway.send(command))).toMatchObject({ status: 'accepted' });
}

describe.each(RELEASES)('a case that begins under %s release', (first, second) => {
  it(`goes on under ${second} release, which decides by its own rules`, async () => {
    const began = await start(first);
    const request = new Case(world);
    await sendAll(request, [request.open, request.confirm, request.consent, request.fill]);
    expect(began.carriedOut.at(-1)?.agenda?.rules).toBe(RULES[first]);
    await stop(began);

    const goesOn = await start(second);
    await sendAll(request, [request.sign]);
    expect(goesOn.carriedOut.map(({ type, agenda }) => [type, agenda?.rules])).toEqual([
      ['SignAndSend', RULES[second]],
    ]);
    const sent = (await world.events(request.requestId))[4];
    expect(workingDays(String(sent?.metadata['at']), String(sent?.data['reviewDueAt']))).toBe(REVIEW_DAYS[second]);

    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).slice(5)).toEqual(APPROVED);
  }, 60_000);
});

describe('cases while both releases take their tasks', () => {
  it('come to the same end, whoever takes which', async () => {
    const both = [await start('this'), await start('another')];
    const requests = Array.from({ length: 6 }, () => new Case(world));
    await Promise.all(
      requests.map(async (request) => {
        await sendAll(request, [request.open, request.confirm, request.consent, request.fill, request.sign]);
        await world.gateway.signalDecision(request.approve);
        await world.handle(request.requestId).result();
        expect((await world.types(request.requestId)).slice(5)).toEqual(APPROVED);
      }),
    );
    for (const { carriedOut } of both) expect(carriedOut.length).toBeGreaterThan(0);
    const failed = await Promise.all(requests.map((request) => failedTasks(request)));
    expect(failed).toEqual(requests.map(() => []));
  }, 120_000);
});

async function failedTasks(request: Case): Promise<readonly string[]> {
  let names: readonly string[] = [];
  await eventually(async () => (names = await world.history(request.requestId)).length > 0);
  return names.filter((name) => name.startsWith('workflowTaskFailed'));
}

/** Monday to Friday between the two days, in Taipei: the calendar of these cases. */
function workingDays(from: string, to: string): number {
  const days = Array.from({ length: day(to) - day(from) }, (_, i) => day(from) + 1 + i);
  return days.filter((one) => (one + 3) % 7 < 5).length;
}

function day(at: string): number {
  return Math.floor((Date.parse(at) + 8 * 3_600_000) / 86_400_000);
}
