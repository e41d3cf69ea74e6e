/** `cli oidc-keys …`: the keys that sign ID tokens. */
import type { Command } from 'commander';
import { createPersonalData } from '../../../people/privacy/personal-data.js';
import { listKeys, rotateKeys, type KeyRow } from '../../../people/sso/oidc-provider/signing-keys.js';
import { withSystem } from '../system.js';
import { tableOf } from '../table.js';
import { printLine, type Terminal } from '../terminal.js';

export function addOidcKeysCommands(cli: Command, terminal: Terminal): void {
  const keys = cli.command('oidc-keys').description('the keys that sign ID tokens').helpCommand(false);
  keys
    .command('list')
    .description('the published keys: next, signing, and retired ones for 90 days')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) =>
      withSystem(terminal.env, async ({ db }) => print(terminal, await listKeys(db), options)),
    );
  keys
    .command('rotate')
    .description('the next keys sign from now on; every running process takes them up by itself')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) =>
      withSystem(terminal.env, async ({ db, config }) =>
        print(terminal, await rotateKeys({ db, personalData: createPersonalData(db, config) }), options),
      ),
    );
}

function print(terminal: Terminal, keys: readonly KeyRow[], { json }: { readonly json?: true }): void {
  if (json) return printLine(terminal, JSON.stringify(keys));
  printLine(
    terminal,
    tableOf(
      ['kid', 'alg', 'state', 'since'],
      keys.map(({ kid, alg, state, since }) => [kid, alg, state, since]),
    ),
  );
}
