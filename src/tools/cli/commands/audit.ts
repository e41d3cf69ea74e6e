/** `cli audit …`: whether the rules allowed every event of the log. */
import type { Command } from 'commander';
import { readModelPositions } from '../../../../projections/runner/read-model-positions.js';
import { checkLog, checkStreams } from '../../../api/audit/check-log.js';
import { CommandFailed } from '../failure.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

export function addAuditCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('audit')
    .description('whether the rules allowed every event of the log')
    .helpCommand(false)
    .command('replay')
    .description('decides every event of every binding request again; says the first of each that the rules forbid')
    .requiredOption('--check', 'check only: nothing is written')
    .option('--stream <name>', 'one stream in place of all, as bindingRequest-1f0c…')
    .addHelpText('after', EXAMPLES)
    .action(({ stream }: { stream?: string }) =>
      withSystem(terminal.env, (system) => replay(system, terminal, stream)),
    );
}

const EXAMPLES = `
Examples:
  npm run cli -- audit replay --check
  npm run cli -- audit replay --check --stream bindingRequest-1f0c6a9e-0000-4000-8000-000000000000

Exit code: 0 all of it was allowed, 1 something was not (or the log cannot be read).`;

async function replay({ log, db }: OpenedSystem, terminal: Terminal, stream: string | undefined): Promise<void> {
  const progress = new Progress(terminal.err, 'checking events');
  // The read models have counted what they have seen: good enough for a bar.
  const models = stream === undefined ? await readModelPositions(db).catch(() => []) : [];
  const about = Math.max(0, ...models.map(({ events }) => events));
  const { streams, events, unlawful } =
    stream === undefined
      ? await checkLog(log, (checked) => progress.show(checked, about))
      : await checkStreams(log, [stream]);
  progress.done(events);
  for (const { stream: name, revision, type, why } of unlawful)
    printLine(terminal, `${name}@${revision}  ${type}  ${why}`);
  if (unlawful.length > 0)
    throw new CommandFailed(`${unlawful.length} of ${streams} streams hold what the rules forbid`);
  if (stream !== undefined && events === 0) throw new CommandFailed(`there is no stream ${stream}`);
  printLine(terminal, `${events} events in ${streams} streams: the chains are whole, and the rules allow every event`);
}
