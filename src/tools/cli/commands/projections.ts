/** `cli projections …`: the read models, how far they are, and what an operator can do for one that is not well. */
import { Argument, Option, type Command } from 'commander';
import { askForRetry } from '../../../../projections/runner/ask-for-retry.js';
import { MOST_COUNTED, readModelLag, type ReadModelLag } from '../../../../projections/runner/lag.js';
import { allParked, parkedStreams } from '../../../../projections/runner/parked.js';
import { quarantine, quarantinedStreams } from '../../../../projections/runner/quarantine.js';
import type { ReadModel } from '../../../../projections/folding/read-model.js';
import { readModels } from '../../../../projections/read-models.js';
import type { TableComparison } from '../../../../projections/rebuild/compare-tables.js';
import { isSame, rebuild, type RebuildProgress, type RebuildReport } from '../../../../projections/rebuild/rebuild.js';
import { CommandFailed } from '../failure.js';
import { writeOperatorWord } from '../operator-word.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { tableOf } from '../table.js';
import { printLine, type Terminal } from '../terminal.js';

const STRICT = readModels.filter(({ strict }) => strict);
/** Lines about streams that were taken away. */
const MOST_QUARANTINED = 100;
/** A projector that runs takes a read model up again within a second. */
const RETRY_TIMEOUT_MS = 5_000;

export function addProjectionsCommands(cli: Command, terminal: Terminal): void {
  const projections = cli.command('projections').description('the read models and how far they are').helpCommand(false);
  projections
    .command('list')
    .description('how far each read model is behind the end of the log, and what is parked')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) => withSystem(terminal.env, (system) => list(system, terminal, options)));
  projections
    .command('rebuild')
    .description(
      'fills a new copy of a read model from the whole log, compares it with the current one, and swaps them',
    )
    .addArgument(whichModels())
    .addOption(new Option('--compare-only', 'swap nothing; exit code 1 when the two differ').conflicts('accept'))
    .option('--accept', 'of the audit trail: swap though the log says otherwise; your word is written into the log')
    .addHelpText('after', REBUILD_EXAMPLES)
    .action((which: string, options: RebuildChoice) =>
      withSystem(terminal.env, (system) => rebuildAll(system, terminal, which, options)),
    );
  projections
    .command('parked')
    .description('streams that are parked for a read model, each at an event that cannot be applied')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) => withSystem(terminal.env, (system) => parked(system, terminal, options)));
  projections
    .command('quarantine')
    .description('takes a stream away from a read model that stands still before it and never skips')
    .addArgument(new Argument('<read-model>', 'its name').choices(STRICT.map(({ name }) => name)))
    .argument('<stream>', 'as `projections parked` names it')
    .addHelpText('after', QUARANTINE_NOTES)
    .action((which: string, stream: string) =>
      withSystem(terminal.env, (system) => quarantineStream(system, terminal, which, stream)),
    );
  projections
    .command('retry')
    .description('tries what is parked again, now; the projector must be running')
    .addArgument(whichModels())
    .action((which: string) => withSystem(terminal.env, (system) => retryAll(system, terminal, which)));
}

interface RebuildChoice {
  readonly compareOnly?: boolean;
  readonly accept?: boolean;
}

const QUARANTINE_NOTES = `
Only for a read model that never skips an event (the audit trail), and only for the stream before whose event it stands: what it
holds of that stream ends there, everything else goes on. Your word is written into the log (system-operator).`;

const REBUILD_EXAMPLES = `
Reading and writing go on meanwhile. Progress goes to stderr. The audit trail is evidence of what the log held: where the log says
otherwise it is not replaced, and the exit code is 1. See \`audit replay --check\`, then decide.

Examples:
  npm run cli -- projections rebuild review_inbox
  npm run cli -- projections rebuild all --compare-only    is every read model what the log says?`;

function whichModels(): Argument {
  return new Argument('<read-model>', 'its name, or all').choices([...readModels.map(({ name }) => name), 'all']);
}

function modelsOf(which: string): readonly ReadModel[] {
  return readModels.filter(({ name }) => which === 'all' || name === which);
}

async function list({ db, log }: OpenedSystem, terminal: Terminal, { json }: { json?: true }): Promise<void> {
  const models = await readModelLag(db, log);
  if (json) return printLine(terminal, JSON.stringify(models));
  if (models.length === 0) return printLine(terminal, 'no projector has run yet');
  const rows = models.map((model) => [
    `${model.readModel} v${model.version}`,
    stateOf(model),
    model.events,
    model.eventsBehind < MOST_COUNTED ? String(model.eventsBehind) : `${MOST_COUNTED} or more`,
    `${model.secondsBehind.toFixed(1)} s`,
    model.parked,
  ]);
  printLine(terminal, tableOf(['read model', 'state', 'events seen', 'behind', 'since', 'parked'], rows));
}

function stateOf({ active, aheadOfLog, stopped }: ReadModelLag): string {
  if (aheadOfLog) return 'ahead of the log: rebuild it';
  if (stopped) return 'stopped: see parked';
  return active ? 'following' : 'nobody has it in hand';
}

async function rebuildAll(
  { db, log }: OpenedSystem,
  terminal: Terminal,
  which: string,
  { compareOnly = false, accept = false }: RebuildChoice,
): Promise<void> {
  let differing = 0;
  const refused: string[] = [];
  for (const model of modelsOf(which)) {
    const progress = new Progress(terminal.err, model.name);
    const onProgress = ({ step, events, total }: RebuildProgress) => {
      if (step === 'filling') progress.show(events, total);
      else progress.note(step);
    };
    const word = (tables: readonly TableComparison[]) =>
      writeOperatorWord(log, {
        type: 'AuditTrailReplaced',
        data: { readModel: model.name, tables: tables.filter((table) => !isSame(table)) },
      });
    const report = await rebuild(db, log, model, { compareOnly, onProgress, ...(accept && { accept: word }) });
    progress.done(report.events);
    printReport(terminal, report);
    differing += (report.comparison ?? []).filter((table) => !isSame(table)).length;
    if (report.refused) refused.push(model.name);
  }
  if (refused.length > 0)
    throw new CommandFailed(
      `${refused.join(', ')}: the log is not what it remembers, so it was not replaced. See \`audit replay --check\`; \`--accept\` replaces it and says so in the log`,
    );
  if (compareOnly && differing > 0) throw new CommandFailed(`${differing} tables are not what the log says`);
}

function printReport(
  terminal: Terminal,
  { readModel, events, parked: streams, comparison, swapped }: RebuildReport,
): void {
  printLine(terminal, `${readModel}: ${events} events applied, ${streams} streams parked`);
  if (!comparison) printLine(terminal, '  there was nothing to compare with');
  for (const table of comparison ?? []) printLine(terminal, `  ${table.table}: ${verdictOn(table)}`);
  printLine(terminal, swapped ? '  swapped: readers see the rebuilt rows' : '  nothing was changed');
}

function verdictOn(table: TableComparison): string {
  if (isSame(table)) return `${table.rows} rows, all the same`;
  return `${table.rows} rows; ${table.onlyRebuilt} of them were missing or different, ${table.onlyCurrent} others stood there`;
}

async function parked({ db }: OpenedSystem, terminal: Terminal, { json }: { json?: true }): Promise<void> {
  const streams = await allParked(db);
  if (json) return printLine(terminal, JSON.stringify(streams));
  const away = await quarantinedStreams(db, MOST_QUARANTINED);
  for (const { readModel, stream, revision, code, since } of away)
    printLine(
      terminal,
      `${readModel}: ${stream} is in quarantine from revision ${revision} on (${code}), since ${since}`,
    );
  if (streams.length === 0) return printLine(terminal, 'nothing is parked');
  const rows = streams.map((one) => [
    one.readModel,
    `${one.stream}@${one.revision}`,
    one.eventType,
    one.code,
    one.attempts,
    one.parkedAt,
  ]);
  printLine(terminal, tableOf(['read model', 'stands before', 'event', 'reason', 'tries', 'since'], rows));
}

async function quarantineStream(
  { db, log }: OpenedSystem,
  terminal: Terminal,
  which: string,
  stream: string,
): Promise<void> {
  const [model] = modelsOf(which);
  const poison = model && (await parkedStreams(db, model)).find((one) => one.stream === stream);
  if (!model || !poison) throw new CommandFailed(`${which} does not stand before an event of ${stream}`);
  const { revision, eventType, code } = poison;
  // First the word: nothing is taken away that the log does not tell of.
  await writeOperatorWord(log, {
    type: 'StreamQuarantined',
    data: { readModel: which, stream, revision, eventType, code },
  });
  await quarantine(db, model, poison);
  printLine(
    terminal,
    `${which}: ${stream} is in quarantine from revision ${revision} on (${code}); it goes on within seconds`,
  );
}

async function retryAll({ db }: OpenedSystem, terminal: Terminal, which: string): Promise<void> {
  for (const model of modelsOf(which)) {
    const still = await askForRetry(db, model, RETRY_TIMEOUT_MS);
    if (!still) throw new CommandFailed(`${model.name}: no projector has tried it; is one running?`);
    printLine(terminal, `${model.name}: ${still.length === 0 ? 'nothing is parked' : 'still parked'}`);
    for (const { stream, revision, code } of still) printLine(terminal, `  ${stream}@${revision}: ${code}`);
  }
}
