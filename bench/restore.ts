/**
 * A backup of a larger log and its restore into an empty database, step by step, beside what the same database does without
 * us: reading the log page by page, and inserting the same rows, as many at once, one statement after the other.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readLog } from '../src/tools/backup/log-file.js';
import { restoreBackup, type RestoreStep } from '../src/tools/backup/restore-backup.js';
import { takeBackup } from '../src/tools/backup/take-backup.js';
import { PostgresLog } from '../eventstore/postgres/postgres-log.js';
import { startTwoDatabases } from './restore/databases.js';
import { insertAgain } from './restore/insert-again.js';
import { writeLives } from './restore/write-lives.js';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '200000' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(`npm run bench -- restore [--events 200000]
  Writes so many events of binding requests (plain paths, 32 at once, so that they lie mixed), takes a backup, restores it.
  Prints events per second of each step and its ratio to the plain way.`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'binding-bench-backup-'));
const databases = await startTwoDatabases();
try {
  const { source, target } = databases;
  const log = new PostgresLog(source.db);
  const events = await timed('written (32 writers)', () => writeLives(log, Number(values.events)));
  const plainRead = await timed('  the log read page by page', () => readEverything(log));
  const backup = join(folder, 'backup');
  const taken = await timed('backup', async () => {
    const { log: file } = await takeBackup({ ...source, log }, backup);
    return file.lines;
  });
  console.log(`  ${(statSync(join(backup, 'log.ndjson')).size / 1e6).toFixed(0)} MB`);
  const plainInsert = await timed('  the same rows inserted', () => insertAgain(target.db, readLog(backup)));
  const steps = new Map<RestoreStep, number>();
  const began = performance.now();
  const whole = await timed('restore', async () => {
    const restored = await restoreBackup(target, backup, [], (step) => steps.set(step, performance.now() - began));
    return restored.events;
  });
  const logMs = steps.get('log') ?? Number.NaN;
  console.log(`  of it the log ${seconds(logMs)}, read models ${seconds(whole.ms - (steps.get('erasures') ?? 0))}`);
  console.log(`backup / plain read: ${(plainRead.ms / taken.ms).toFixed(2)}`);
  console.log(`log of the restore / plain insert: ${(plainInsert.ms / logMs).toFixed(2)}`);
  await log.close();
  void events;
} finally {
  await databases.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function timed(
  what: string,
  work: () => Promise<number>,
): Promise<{ readonly ms: number; readonly events: number }> {
  const since = performance.now();
  const events = await work();
  const ms = performance.now() - since;
  console.log(`${what}: ${events} events in ${seconds(ms)}, ${Math.round((events / ms) * 1000)}/s`);
  return { ms, events };
}

async function readEverything(log: PostgresLog): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ;) {
    const page = await log.readAll(after, 500);
    const last = page.at(-1);
    if (!last) return count;
    count += page.length;
    after = last.position;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
