/** `cli roster import | check | export`: the same import that the school's page uses, with progress. */
import { randomUUID } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { createPersonalData } from '../../../people/privacy/personal-data.js';
import { exportCsv } from '../../../people/roster/export/export-csv.js';
import { exportOneRoster } from '../../../people/roster/export/export-one-roster.js';
import type { ImportRow } from '../../../people/roster/import/import-rows.js';
import { glance } from '../../../people/roster/import/read/read-import.js';
import { UnreadableZip } from '../../../people/roster/import/read/zip-entries.js';
import { RosterImports } from '../../../people/roster/import/roster-imports.js';
import { findSchool } from '../../../people/roster/schools.js';
import { rebuildRegistry } from '../../../people/roster/stream/rebuild.js';
import { SchoolStreams } from '../../../people/roster/stream/school-streams.js';
import { CommandFailed } from '../failure.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';
import { tellImport } from './roster-report.js';

interface ImportOptions {
  readonly school?: string;
  readonly dryRun?: boolean;
  readonly confirm?: boolean;
}

const OPERATOR = { id: 'cli', role: 'administrator' } as const;
const MOST_BYTES = 20 * 1024 * 1024;
const SCHOOL = ['--school <code>', 'the school that the file is of; absent for a file of schools'] as const;

export function addRosterFileCommands(roster: Command, terminal: Terminal): void {
  roster
    .command('import')
    .argument('<file>', 'a CSV or a ZIP: own format or OneRoster')
    .description('bring a file in: applied whole, or not at all')
    .option(...SCHOOL)
    .option('--dry-run', 'only tell what it would change')
    .option('--confirm', 'apply it also where it would be held')
    .action((file: string, options: ImportOptions) =>
      withSystem(terminal.env, (system) => bringIn(system, terminal, file, options)),
    );
  roster
    .command('check')
    .argument('<file>', 'a CSV or a ZIP: own format or OneRoster')
    .description('tell what is wrong in a file and what it would change; nothing is changed')
    .option(...SCHOOL)
    .action((file: string, options: ImportOptions) =>
      withSystem(terminal.env, (system) => bringIn(system, terminal, file, { ...options, dryRun: true })),
    );
  roster
    .command('rebuild')
    .description('fill the registry’s tables again from the log; passwords stay')
    .action(() => withSystem(terminal.env, (system) => rebuild(system, terminal)));
  roster
    .command('export')
    .description('write a school’s roster as a ZIP; the own format holds ID numbers')
    .requiredOption('--school <code>', 'code of the school')
    .requiredOption('--output <file>', 'the ZIP')
    .addOption(
      new Option('--format <format>', 'own CSV files, or OneRoster 1.2').choices(['csv', 'oneroster']).default('csv'),
    )
    .action((options: { school: string; output: string; format: 'csv' | 'oneroster' }) =>
      withSystem(terminal.env, (system) => writeOut(system, terminal, options)),
    );
}

async function rebuild({ db, log, config }: OpenedSystem, terminal: Terminal): Promise<void> {
  const progress = new Progress(terminal.err, 'reading events of schools');
  const places = { db, log, config, personalData: createPersonalData(db, config) };
  const events = await rebuildRegistry(places, (done) => progress.show(done));
  progress.done(events);
  printLine(terminal, `the registry is filled again from ${events} events`);
}

async function bringIn(system: OpenedSystem, terminal: Terminal, file: string, options: ImportOptions): Promise<void> {
  const { config, db, log } = system;
  const bytes = await readWhole(file);
  const { ofSchools, lines } = await lookInto(bytes);
  const schoolId = ofSchools ? null : await schoolOf(system, options);
  const imports = new RosterImports(
    new SchoolStreams({ db, log, config, personalData: createPersonalData(db, config) }),
  );
  const importId = randomUUID();
  const dryRun = options.dryRun === true;
  await imports.rows.begin({ importId, schoolId, by: OPERATOR, fileName: basename(file), bytes, dryRun, lines });
  let row = await toItsEnd(imports, importId, terminal);
  if (row.status === 'held' && options.confirm) {
    await imports.rows.confirm(importId, OPERATOR);
    row = await toItsEnd(imports, importId, terminal);
  }
  tellImport(terminal, row);
  if (row.status !== 'applied' && row.status !== 'checked') throw new CommandFailed(ENDED[row.status] ?? row.status);
}

const ENDED: Readonly<Record<string, string>> = {
  refused: 'refused: nothing was changed',
  held: 'held: nothing was changed; look at what would end, then import it with --confirm',
  failed: 'failed by a fault of ours: nothing was changed; import it once more',
};

/** Another process may take it up too; whoever ends it, the row says how. */
async function toItsEnd(imports: RosterImports, importId: string, terminal: Terminal): Promise<ImportRow> {
  const progress = new Progress(terminal.err, 'importing rows');
  for (;;) {
    await imports.work(importId, (done, total) => progress.show(done, total));
    const row = await imports.rows.find(importId);
    if (!row) throw new CommandFailed('the import has gone');
    if (row.status !== 'reading' && row.status !== 'applying') {
      progress.done(row.total);
      return row;
    }
    progress.show(row.done, row.total);
    await pause(200);
  }
}

async function schoolOf({ db }: OpenedSystem, { school }: ImportOptions): Promise<string> {
  if (school === undefined) throw new CommandFailed('name the school with --school; only a file of schools needs none');
  if (!(await findSchool(db, school))) throw new CommandFailed(`there is no school ${school}`);
  return school;
}

/** The whole file at one moment. @throws CommandFailed where it is not there, too large, or being written meanwhile */
async function readWhole(file: string): Promise<Buffer> {
  const handle = await open(file).catch(() => {
    throw new CommandFailed(`${file} cannot be read`);
  });
  try {
    const before = await handle.stat();
    if (!before.isFile()) throw new CommandFailed(`${file} is no file`);
    if (before.size > MOST_BYTES) throw new CommandFailed(`${file} is larger than 20 MB`);
    const bytes = await handle.readFile();
    const after = await handle.stat();
    if (bytes.length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw new CommandFailed(`${file} was changed while it was read; import it once nobody writes to it`);
    return bytes;
  } finally {
    await handle.close();
  }
}

async function lookInto(bytes: Buffer): ReturnType<typeof glance> {
  try {
    return await glance(bytes);
  } catch (error) {
    if (error instanceof UnreadableZip) throw new CommandFailed(`the ZIP cannot be read: ${error.code}`);
    throw error;
  }
}

async function writeOut(
  { db, config }: OpenedSystem,
  terminal: Terminal,
  {
    school,
    output,
    format,
  }: { readonly school: string; readonly output: string; readonly format: 'csv' | 'oneroster' },
): Promise<void> {
  if (!(await findSchool(db, school))) throw new CommandFailed(`there is no school ${school}`);
  const progress = new Progress(terminal.err, 'writing pupils');
  const places = { db, personalData: createPersonalData(db, config), schoolId: school };
  const tell = (done: number, total: number): void => progress.show(done, total);
  const zip = format === 'csv' ? await exportCsv(places, tell) : await exportOneRoster(places, tell);
  await writeFile(output, zip, { mode: 0o600 });
  printLine(terminal, `${output}: ${zip.length} bytes`);
}
