import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../eventstore/chain/envelope.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { bindingStream } from '../../workflows/names.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { temporalAddress } from '../support/temporal.js';
import { Case } from './case.js';
import type { WorkerPlace } from './worker-process.js';
import { World } from './world.js';

const here = dirname(fileURLToPath(import.meta.url));
const workers: ChildProcess[] = [];
let database: TestDatabase;
let db: Database;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await migrateAll(db);
  world = new World({ log: await openEventLog({}, db) });
}, 60_000);

afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await world.stop();
  await db.close();
  await database.drop();
});

async function startWorker(dieAfter?: string): Promise<ChildProcess> {
  const { taskQueue } = world;
  const place: WorkerPlace = { databaseUrl: database.url, address: temporalAddress(), taskQueue };
  const worker = fork(join(here, 'worker-process.ts'), [JSON.stringify({ ...place, ...(dieAfter && { dieAfter }) })], {
    execArgv: ['--import', join(here, '..', 'support', 'typescript.mjs')],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  workers.push(worker);
  await once(worker, 'message');
  return worker;
}

/** As a person would: the same button again until there is an answer. */
async function insist<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

describe('a worker killed between the append and its answer', () => {
  it.each(['Open', 'FillApplication', 'Approve', 'RecordAccount'])(
    'after %s leaves a case that goes on, with nothing lost and nothing twice',
    async (dieAfter) => {
      const first = await startWorker(dieAfter);
      const died = once(first, 'exit').then(() => startWorker());
      const request = new Case(world);
      for (const command of [request.open, request.confirm, request.consent, request.fill, request.sign]) {
        const answer = await insist(() => world.gateway.send(command));
        expect(answer.status).toBe('accepted');
      }
      await world.gateway.signalDecision(request.approve);
      await world.handle(request.requestId).result();
      expect(first.signalCode).toBe('SIGKILL');
      (await died).kill('SIGKILL');

      const events = await world.events(request.requestId);
      expect(events.map(({ type }) => type)).toEqual([
        'BindingRequestOpened',
        'StudentInfoConfirmed',
        'ConsentGiven',
        'ApplicationFilled',
        'SignedConsentSent',
        'ApplicantApproved',
        'AccountCreationStarted',
        'AccountCreated',
        'BindingRequestClosed',
      ]);
      expect(verifyChain(bindingStream(request.requestId), events).ok).toBe(true);
    },
    60_000,
  );
});
