/** `cli reconcile`: one pass over the open cases, now. Workers do it by themselves every minute, and when they start. */
import type { Command } from 'commander';
import { countOpenCases } from '../../../../projections/binding-case/open-case-queries.js';
import type { Pass } from '../../../../workflows/reconcile/reconcile-contract.js';
import { EngineUnavailable, OutcomeUnknown } from '../../../adapters/temporal/binding-gateway.js';
import { ReconcilePasses } from '../../../adapters/temporal/reconcile-passes.js';
import { CommandFailed } from '../failure.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

interface Options {
  readonly all?: true;
  readonly json?: true;
}

export function addReconcileCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('reconcile')
    .description('signals the revision of its stream to the workflow of each open case, and sends lost decisions again')
    .option('--all', 'every open case; absent: those that are late or had an event in the last minutes')
    .option('--json', 'what was done, as one JSON object')
    .addHelpText('after', HELP)
    .action((options: Options) => withSystem(terminal.env, (system) => reconcile(system, terminal, options)));
}

const HELP = `
After a restore, or when Temporal has lost its database: npm run cli -- reconcile --all
It is done by a worker, so one must run; Ctrl-C ends the waiting, not the pass.`;

async function reconcile({ config, db }: OpenedSystem, terminal: Terminal, { all, json }: Options): Promise<void> {
  const total = all ? await countOpenCases(db) : 0;
  const progress = new Progress(terminal.err, 'telling open cases');
  const passes = new ReconcilePasses(config);
  try {
    const pass = await passes.run(all ? 'every' : 'changed', (signalled) => progress.show(signalled, total));
    progress.done(pass.cases.signalled);
    printLine(terminal, json ? JSON.stringify(pass) : summaryOf(pass));
  } catch (error) {
    if (!(error instanceof EngineUnavailable || error instanceof OutcomeUnknown)) throw error;
    throw new CommandFailed(`${error.message}: is TEMPORAL_ADDRESS right, and does it run?`);
  } finally {
    await passes.close();
  }
}

function summaryOf({ cases, decisions }: Pass): string {
  return [
    `open cases told: ${cases.signalled}, not reached: ${cases.failed}`,
    `decisions sent again: ${decisions.sentAgain}, found settled: ${decisions.settled}, ` +
      `dropped with an erased pupil: ${decisions.dropped}, not sent: ${decisions.failed}`,
  ].join('\n');
}
