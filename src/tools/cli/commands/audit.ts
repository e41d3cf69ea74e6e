/** `cli audit …`: whether the rules allowed every event of the log. */
import type { Command } from 'commander';
import { readModelPositions } from '../../../../projections/runner/read-model-positions.js';
import { checkOneStream, checkWholeLog, type WholeCheck } from '../../../api/audit/check-whole-log.js';
import { CommandFailed } from '../failure.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

export function addAuditCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('audit')
    .description('whether the log is what was written, and the rules allowed every event of it')
    .helpCommand(false)
    .command('replay')
    .description(
      'recomputes the chains of all streams, decides every event of every binding request again, and compares the log with what the audit trail remembers; names the first bad event of each stream',
    )
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

Found: an event that was altered, added or taken away, a stream that was cut or is gone, a chain that was written anew, and
what the rules do not allow. Not found: what was done to the log and to the audit trail alike.
Exit code: 0 nothing was found, 1 something was (or the log cannot be read).`;

async function replay({ log, db }: OpenedSystem, terminal: Terminal, stream: string | undefined): Promise<void> {
  const progress = new Progress(terminal.err, 'checking events');
  // The read models have counted what they have seen: good enough for a bar.
  const models = stream === undefined ? await readModelPositions(db).catch(() => []) : [];
  const about = Math.max(0, ...models.map(({ events }) => events));
  const check =
    stream === undefined
      ? await checkWholeLog(log, db, (checked) => progress.show(checked, about))
      : await checkOneStream(log, db, stream);
  const { requests, others, bad } = check;
  progress.done(requests.events + others.events);
  for (const { stream: name, revision, type, why } of bad) printLine(terminal, `${name}@${revision}  ${type}  ${why}`);
  if (bad.length > 0) throw new CommandFailed(complaint(check));
  if (stream !== undefined && requests.events + others.events === 0)
    throw new CommandFailed(`there is no stream ${stream}`);
  for (const line of praise(check)) printLine(terminal, line);
}

function complaint({ requests, others, bad }: WholeCheck): string {
  // A stream that is not there any more is not among those that were read.
  const streams = Math.max(requests.streams + others.streams, bad.length);
  const isOfRules = bad.every(({ why }) => !OF_EVIDENCE.test(why));
  return isOfRules
    ? `${bad.length} of ${streams} streams hold what the rules forbid`
    : `${bad.length} of ${streams} streams are not as they were written`;
}

const OF_EVIDENCE = /^(altered|added|missing|an append)|; (altered|added|missing)/;

function praise({ requests, others, foreign, compared }: WholeCheck): readonly string[] {
  const lines: string[] = [];
  if (requests.events > 0 || others.events === 0)
    lines.push(
      `${requests.events} events in ${requests.streams} streams: the chains are whole, and the rules allow every event`,
    );
  if (others.events > 0) lines.push(`${others.events} events in ${others.streams} other streams: the chains are whole`);
  lines.push(
    compared === null
      ? 'there is no audit trail: what was cut off or written anew cannot be found'
      : `${compared} events are what the audit trail remembers of them, and none is missing`,
  );
  if (foreign.events > 0) lines.push(`${foreign.events} events of others were left out: ${foreign.streams.join(', ')}`);
  return lines;
}
