import { Command, CommanderError } from 'commander';
import { addAccountsCommands } from './commands/accounts.js';
import { addAdminCommands } from './commands/admin.js';
import { addBackupCommands } from './commands/backup.js';
import { addAuditCommands } from './commands/audit.js';
import { addClientsCommands } from './commands/clients.js';
import { addCaseCommands } from './commands/case.js';
import { addConfigCommands } from './commands/config.js';
import { addLogCommands } from './commands/log.js';
import { addOidcKeysCommands } from './commands/oidc-keys.js';
import { addProjectionsCommands } from './commands/projections.js';
import { addReconcileCommands } from './commands/reconcile.js';
import { addRosterCommands } from './commands/roster.js';
import { addStatisticsCommands } from './commands/statistics.js';
import { complaintOf } from './failure.js';
import type { Terminal } from './terminal.js';

/**
 * Every group of commands; each file under commands/ adds one. A new command: write `add…Commands(cli, terminal)` there
 * and name it here. docs/cli.md is for those who use them.
 */
const GROUPS: readonly ((cli: Command, terminal: Terminal) => void)[] = [
  addConfigCommands,
  addAdminCommands,
  addBackupCommands,
  addCaseCommands,
  addLogCommands,
  addProjectionsCommands,
  addRosterCommands,
  addReconcileCommands,
  addStatisticsCommands,
  addAuditCommands,
  addClientsCommands,
  addOidcKeysCommands,
  addAccountsCommands,
];

const WRONG_CALL = 2;

/** Runs one command line, without the program's name. @returns the exit code: 0, 1 it failed, 2 wrong call */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program(terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said it already: the help that was asked for, or what is wrong with the call.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_CALL;
    terminal.err.write(`cli: ${complaintOf(error)}\n`);
    return 1;
  }
}

function program(terminal: Terminal): Command {
  const cli = new Command('cli')
    .usage('[options] <command>')
    .description(
      'What an operator does with a running system.\nWith DATABASE_URL set it reads the configuration of the roles; without, it finds the system that runs on DATA_DIR (.data).',
    )
    .helpCommand(false)
    .showHelpAfterError('(--help says how to call it)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'cli: ')),
    })
    .addHelpText('after', EXAMPLES);
  for (const add of GROUPS) add(cli, terminal);
  return cli;
}

const EXAMPLES = `
Examples:
  npm run cli -- config check                    what is configured, and all that is wrong with it
  npm run cli -- log head                        the end of the log
  npm run cli -- log read --limit 5 --json       its first five events, one JSON object a line
  npm run cli -- case T99-7F3K9Q2M               why a case does not move, and what would move it
  npm run cli -- projections list                how far the read models are
  npm run cli -- projections --help              all commands about the read models

Exit code: 0 done, 1 it failed (one line on stderr says why), 2 wrong call.`;
