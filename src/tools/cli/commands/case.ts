/** `cli case <case number | id>`: why one case stands where it stands, and what would move it. */
import type { Command } from 'commander';
import { CaseWorkflow } from '../../../adapters/temporal/case-workflow.js';
import { caseReport, type CaseReport } from '../case/case-report.js';
import { caseText } from '../case/case-text.js';
import { requestIdFor } from '../case/find-case.js';
import { whatUnblocks } from '../case/what-unblocks.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

export function addCaseCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('case')
    .description('state, clocks, workflow and read models of one case, and what would unblock it')
    .argument('<case>', 'its number, as T99-7F3K9Q2M, or its id')
    .option('--json', 'as one JSON object')
    .addHelpText('after', HELP)
    .action((which: string, options: { json?: true }) =>
      withSystem(terminal.env, (system) => show(system, terminal, which, options)),
    );
}

const HELP = `
It changes nothing and shows no value of a person: ids, codes and times.
docs/a-case-does-not-move.md says what to do with each answer.

Examples:
  npm run cli -- case T99-7F3K9Q2M
  npm run cli -- case 1f0c6a9e-0000-4000-8000-000000000000 --json`;

async function show(system: OpenedSystem, terminal: Terminal, which: string, { json }: { json?: true }): Promise<void> {
  const requestId = await requestIdFor(system, which);
  const report = await reportOf(system, requestId);
  const unblocks = whatUnblocks(report, Date.now());
  printLine(terminal, json ? JSON.stringify({ ...report, unblocks }) : caseText(report, unblocks));
}

async function reportOf(system: OpenedSystem, requestId: string): Promise<CaseReport> {
  const workflow = new CaseWorkflow(system.config);
  try {
    return await caseReport(system, requestId, (id) => workflow.report(id));
  } finally {
    await workflow.close();
  }
}
