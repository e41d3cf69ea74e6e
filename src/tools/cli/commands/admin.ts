/** `cli admin …`: people who run the system. */
import type { Command } from 'commander';
import { createPersonalData } from '../../../people/privacy/personal-data.js';
import { createAdministrator, STAFF_ACCOUNT } from '../../../people/accounts/create-administrator.js';
import { parsePersonName } from '../../../../domain/identity/person-name.js';
import { CommandFailed } from '../failure.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

export function addAdminCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('admin')
    .description('people who run the system')
    .helpCommand(false)
    .command('create')
    .argument('<account>', 'what they sign in with: small letters, digits, . _ -')
    .description('a system administrator; prints the one-time code for the first sign-in')
    .requiredOption('--name <name>', 'the person, as colleagues know them')
    .addHelpText('after', '\nExample:\n  npm run cli -- admin create ming --name 王大明')
    .action((account: string, { name }: { name: string }) =>
      withSystem(terminal.env, (system) => create(system, terminal, account, name)),
    );
}

async function create({ db, config }: OpenedSystem, terminal: Terminal, account: string, name: string): Promise<void> {
  if (!STAFF_ACCOUNT.test(account))
    throw new CommandFailed('an account has 3 to 32 small letters, digits, . _ - and begins with a letter');
  const parsed = parsePersonName(name);
  if (parsed === null) throw new CommandFailed('that is no name of a person');
  const created = await createAdministrator(db, createPersonalData(db, config), { account, name: parsed });
  if (created.kind === 'account-taken') throw new CommandFailed(`the account ${account} exists already`);
  printLine(terminal, `created: ${account}, administrator`);
  printLine(terminal, `one-time code: ${created.oneTimeCode}`);
  printLine(terminal, 'It is the password of the first sign-in, which asks for a new one. It is shown only now.');
  const { rowCount } = await db.query('select 1 from schools limit 1');
  if (rowCount === 0)
    printLine(terminal, 'There is no school in the roster yet. Signing in is possible once there is one.');
}
