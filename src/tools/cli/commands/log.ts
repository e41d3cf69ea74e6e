/** `cli log …`: the events of the log. Values of people are sealed in it, and stay sealed here. */
import type { Command } from 'commander';
import type { EventLog, Position, StoredEvent } from '../../../../eventstore/port.js';
import { readModelPositions } from '../../../../projections/runner/read-model-positions.js';
import { CommandFailed } from '../failure.js';
import { LogStatistics } from '../log-statistics.js';
import { positiveNumber } from '../options.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { tableOf } from '../table.js';
import { printLine, type Terminal } from '../terminal.js';

const PAGE = 500;

export function addLogCommands(cli: Command, terminal: Terminal): void {
  const log = cli.command('log').description('the events of the log').helpCommand(false);
  log
    .command('head')
    .description('which log it is, and the position of its last event')
    .action(() => withSystem(terminal.env, (system) => head(system, terminal)));
  log
    .command('read')
    .description('events in the order of the log, one a line')
    .option('--after <position>', 'begin after this position (see `log head`); absent: at the beginning')
    .option('--stream <name>', 'one stream in place of the whole log, as bindingRequest-1f0c…')
    .option('--type <type>', 'only events of this type, as BindingRequestOpened')
    .option('--limit <number>', 'at most so many events', positiveNumber, 20)
    .option('--json', 'whole events, one JSON object a line, values of people sealed')
    .addHelpText('after', READ_EXAMPLES)
    .action((options: ReadOptions) => withSystem(terminal.env, (system) => read(system, terminal, options)));
  log
    .command('stats')
    .description('how many events there are, by type; reads the whole log')
    .option('--json', 'as one JSON object')
    .action((options: { json?: true }) => withSystem(terminal.env, (system) => stats(system, terminal, options)));
}

const READ_EXAMPLES = `
Examples:
  npm run cli -- log read --limit 5
  npm run cli -- log read --type ApplicantApproved --json > approvals.ndjson
  npm run cli -- log read --stream bindingRequest-1f0c6a9e-0000-4000-8000-000000000000`;

interface ReadOptions {
  readonly after?: string;
  readonly stream?: string;
  readonly type?: string;
  readonly limit: number;
  readonly json?: true;
}

async function head({ log, config }: OpenedSystem, terminal: Terminal): Promise<void> {
  const position = await log.head();
  printLine(terminal, `log: ${config.eventStoreDbUrl ? 'EventStoreDB' : 'PostgreSQL'}`);
  printLine(terminal, `head: ${position ?? 'the log is empty'}`);
}

async function read({ log }: OpenedSystem, terminal: Terminal, options: ReadOptions): Promise<void> {
  let shown = 0;
  for await (const event of options.stream ? ofStream(log, options.stream) : ofLog(log, options.after ?? null)) {
    if (options.type !== undefined && event.type !== options.type) continue;
    printLine(terminal, options.json ? JSON.stringify(event) : lineOf(event));
    shown += 1;
    if (shown === options.limit) return;
  }
}

/** Position, stream and revision, type, when, who by role and id. */
function lineOf({ position, stream, revision, type, metadata }: StoredEvent): string {
  const actor = metadata['actor'] as { role?: unknown; id?: unknown } | undefined;
  const who = actor ? `${String(actor.role)} ${String(actor.id)}` : '-';
  return [position, `${stream}@${revision}`, type, String(metadata['at'] ?? '-'), who].join('  ');
}

async function stats({ log, db }: OpenedSystem, terminal: Terminal, { json }: { json?: true }): Promise<void> {
  // The read models have counted what they have seen: good enough for a bar.
  const models = await readModelPositions(db).catch(() => []);
  const about = Math.max(0, ...models.map(({ events }) => events));
  const progress = new Progress(terminal.err, 'counting events');
  const statistics = new LogStatistics();
  for await (const event of ofLog(log, null)) {
    statistics.add(event);
    if (statistics.events % PAGE === 0) progress.show(statistics.events, about);
  }
  progress.done(statistics.events);
  const summary = statistics.summary();
  if (json) return printLine(terminal, JSON.stringify(summary));
  printLine(terminal, `${summary.events} events in ${summary.streams} streams`);
  if (summary.first !== null) printLine(terminal, `first ${summary.first}, last ${summary.last ?? '-'}`);
  const rows = summary.types.map(({ category, type, events }) => [category, type, events] as const);
  if (rows.length > 0) printLine(terminal, `\n${tableOf(['category', 'type', 'events'], rows)}`);
}

async function* ofLog(log: EventLog, after: Position | null): AsyncGenerator<StoredEvent, void, undefined> {
  for (let position = after; ;) {
    const page = await log.readAll(position, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    position = last.position;
  }
}

async function* ofStream(log: EventLog, stream: string): AsyncGenerator<StoredEvent, void, undefined> {
  const events = await log.readStream(stream);
  if (events.length === 0) throw new CommandFailed(`the log holds no stream ${stream}`);
  yield* events;
}
