/** `cli accounts …`: the parents' own accounts, for demonstrations and tests. */
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { accountsOfCase } from '../../../../projections/student-binding/account-queries.js';
import { createPersonalData } from '../../../people/privacy/personal-data.js';
import { ParentAccounts } from '../../../people/sso/parent-accounts.js';
import { CommandFailed } from '../failure.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

const SHORTEST = 10;
const LONGEST = 128;

export function addAccountsCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('accounts')
    .description('the parents’ own accounts, for demonstrations and tests')
    .helpCommand(false)
    .command('activate')
    .argument('<case>', 'its number, as T99-EBPWG8QV, or its id')
    .description('makes the accounts of a case usable with a password (embedded mode only)')
    .requiredOption('--password-stdin', 'reads the password from standard input')
    .addHelpText(
      'after',
      '\nExample:\n  echo seven-green-umbrellas | npm run cli -- accounts activate T99-EBPWG8QV --password-stdin',
    )
    .action((which: string) => withSystem(terminal.env, (system) => activate(system, terminal, which)));
}

async function activate({ db, config }: OpenedSystem, terminal: Terminal, which: string): Promise<void> {
  if (!config.embedded) throw new CommandFailed('accounts are activated like this by `npm start` only');
  const password = (await text(terminal.in ?? process.stdin)).replace(/\r?\n$/, '');
  const length = [...password].length;
  if (length < SHORTEST || length > LONGEST)
    throw new CommandFailed(`a password has ${SHORTEST} to ${LONGEST} characters`);
  const accountIds = await accountsOfCase(db, which);
  if (accountIds.length === 0) throw new CommandFailed(`no account was made in a case ${which}`);
  const accounts = new ParentAccounts(db, createPersonalData(db, config), config);
  for (const accountId of accountIds) {
    if (!(await accounts.activate(accountId, password))) throw new CommandFailed('that account is disabled');
    const email = await accounts.emailOf(accountId);
    printLine(terminal, `activated: ${email?.email ?? accountId}`);
  }
}
