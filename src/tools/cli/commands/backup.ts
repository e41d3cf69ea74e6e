/** `cli backup` and `cli restore`: everything that cannot be made again, in a folder, and back into an empty system. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { restoreBackup, type RestoreStep } from '../../backup/restore-backup.js';
import { takeBackup } from '../../backup/take-backup.js';
import { openDatabase } from '../../../adapters/postgres/database.js';
import { Progress } from '../progress.js';
import { configOfSystem, withSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

/** A page of a large table, or a step of the schema. */
const STATEMENT_TIMEOUT_MS = 10 * 60_000;

export function addBackupCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('backup')
    .argument('<folder>', 'empty or absent; for its owner only')
    .description('the log, keys, accounts and roster into a folder, while everything runs')
    .addHelpText('after', BACKUP_NOTES)
    .action((folder: string) => backup(terminal, folder));
  cli
    .command('restore')
    .argument('<folder>', 'a backup')
    .option('--erased <file>', 'ids of people erased since the backup was taken, one a line')
    .description('a backup into an empty database and event store; the roles must not run')
    .addHelpText('after', RESTORE_NOTES)
    .action((folder: string, { erased }: { erased?: string }) => restore(terminal, folder, erased));
}

const BACKUP_NOTES = `
Values of people are sealed in it, and their keys wrapped under MASTER_KEY. MASTER_KEY, INDEX_KEY and SSO_PEPPER are not in
it: keep them apart from it. Without MASTER_KEY the personal data in a backup cannot be read, by you neither.`;

const RESTORE_NOTES = `
DATABASE_URL (and EVENTSTOREDB_URL) must name places that hold nothing; MASTER_KEY, INDEX_KEY and SSO_PEPPER must be those of
the backup. Everything is checked before anything is written. Afterwards start the roles, then run \`reconcile --all\`.`;

async function backup(terminal: Terminal, folder: string): Promise<void> {
  const progress = new Progress(terminal.err, 'writing events');
  const manifest = await withSystem(terminal.env, (system) =>
    takeBackup(system, folder, (events) => progress.show(events)),
  );
  progress.done(manifest.log.lines);
  const rows = manifest.tables.reduce((sum, { lines }) => sum + lines, 0);
  printLine(terminal, `${manifest.log.lines} events and ${rows} rows of ${manifest.tables.length} tables in ${folder}`);
  if (manifest.foreignEvents !== undefined)
    printLine(terminal, `${manifest.foreignEvents} events that others wrote to the same server were left out`);
  printLine(terminal, 'MASTER_KEY, INDEX_KEY and SSO_PEPPER are not in it: keep them apart from it.');
}

async function restore(terminal: Terminal, folder: string, erasedFile: string | undefined): Promise<void> {
  const erased = erasedFile === undefined ? [] : readFileSync(erasedFile, 'utf8').split(/\s+/).filter(Boolean);
  const config = await configOfSystem(terminal.env);
  const db = openDatabase(config.databaseUrl, {
    applicationName: 'restore',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    commitsLater: true,
  });
  const bars = new Map<RestoreStep, Progress>();
  const tell = (step: RestoreStep, done: number, total: number) => {
    if (!bars.has(step)) bars.set(step, new Progress(terminal.err, step));
    if (done >= total) bars.get(step)?.done(done, total);
    else bars.get(step)?.show(done, total);
  };
  try {
    const restored = await restoreBackup({ config, db }, folder, erased, tell);
    printLine(terminal, `${restored.events} events, ${restored.rows} rows, as of ${restored.manifest.takenAt}`);
    printLine(terminal, `chains: intact; read models: at the end of the log, ${restored.parked} streams parked`);
    for (const name of restored.stopped)
      printLine(
        terminal,
        `${name} stands before an event that it cannot apply, and never skips: see projections parked`,
      );
    printLine(terminal, `erased again: ${restored.erasures}; answers taken back: ${restored.answersTakenBack}`);
    printLine(terminal, 'Now start the roles, then `reconcile --all`: it takes the open cases up.');
  } finally {
    await db.close();
  }
}
