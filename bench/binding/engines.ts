/** The servers of one measurement, with their data in a folder that goes with them. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { findTemporal } from '../../src/embedded/engines/find-temporal.js';
import { freePort } from '../../src/processes/free-port.js';
import { startTemporalServer } from '../../src/embedded/engines/temporal-server.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { loadDemoData } from '../../src/people/demo-data/load-demo-data.js';
import { startEventStoreDbDouble } from '../../test/support/eventstoredb-double/start-double.js';
import { engineFolder } from '../engine-folder.js';
import type { Place } from './place.js';

const here = dirname(fileURLToPath(import.meta.url));
const TYPESCRIPT = join(here, '..', '..', 'test', 'support', 'typescript.mjs');

export interface Bench {
  readonly place: Place;
  /** CPU of the worker's process so far, in milliseconds. */
  workerCpu(): Promise<number>;
  /** A pupil of the demo data, and the class teacher who decides. */
  readonly pupil: { readonly studentId: string; readonly rosterVersion: number; readonly teacherId: string };
  stop(): Promise<void>;
}

export async function startBench(log: 'postgres' | 'eventstoredb', say: (line: string) => void): Promise<Bench> {
  const { path, records, startPostgres, end: endEngines } = engineFolder();
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    try {
      for (const end of ends.toReversed()) await end();
    } finally {
      await endEngines();
    }
  };
  try {
    const databaseUrl = await startPostgres();
    const { address } = await startTemporalServer({
      binary: await findTemporal(resolve('.cache'), say),
      port: await freePort(),
      logFile: join(path, 'temporal.log'),
      records,
      databaseFile: join(path, 'temporal.db'),
    });
    const double = log === 'eventstoredb' ? await startEventStoreDbDouble() : undefined;
    if (double) ends.push(() => double.stop());
    const pupil = await seed(databaseUrl);
    const place: Place = {
      databaseUrl,
      ...(double && { eventStoreDbUrl: double.url }),
      temporalAddress: address,
      temporalNamespace: 'default',
      temporalTaskQueue: 'bench',
    };
    const worker = await startWorker(place);
    ends.push(() => endWorker(worker));
    return { place, pupil, workerCpu: () => askCpu(worker), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(databaseUrl: string): Promise<Bench['pupil']> {
  const db = openDatabase(databaseUrl);
  try {
    await migrateAll(db);
    const keys = { masterKey: randomBytes(32), indexKey: randomBytes(32) };
    await loadDemoData(db, createPersonalData(db, keys), keys);
    const { rows } = await db.query<{ studentId: string; rosterVersion: number; teacherId: string }>(
      `select s.student_id as "studentId", s.roster_version as "rosterVersion", g.staff_id as "teacherId"
       from students s join staff_grants g on g.class_id = s.class_id and g.role = 'class-teacher'
       where not exists (select from family_ties t where t.student_id = s.student_id) limit 1`,
    );
    if (!rows[0]) throw new Error('the demo data have no pupil with a class teacher');
    return rows[0];
  } finally {
    await db.close();
  }
}

async function startWorker(place: Place): Promise<ChildProcess> {
  const worker = fork(join(here, 'worker.ts'), [JSON.stringify(place)], { execArgv: ['--import', TYPESCRIPT] });
  const [message] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown];
  if (message !== 'ready') throw new Error('the worker of the bench did not start');
  return worker;
}

async function askCpu(worker: ChildProcess): Promise<number> {
  const answer = once(worker, 'message') as Promise<[{ cpu: number }]>;
  worker.send('cpu');
  return (await answer)[0].cpu;
}

async function endWorker(worker: ChildProcess): Promise<void> {
  const exit = once(worker, 'exit');
  worker.send('stop');
  await exit;
}
