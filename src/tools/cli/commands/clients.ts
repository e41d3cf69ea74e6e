/** `cli clients …`: the services that may ask for a sign-in. */
import type { Command } from 'commander';
import {
  addClient,
  listClients,
  newSecret,
  removeClient,
  rotateSecret,
} from '../../../people/sso/oidc-provider/client-registry.js';
import { checkClient, type WantedClient } from '../../../people/sso/oidc-provider/client-rules.js';
import { CommandFailed } from '../failure.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { tableOf } from '../table.js';
import { printLine, type Terminal } from '../terminal.js';

interface AddOptions extends Omit<WantedClient, 'redirectUri' | 'postLogoutRedirectUri' | 'requestsPerMinute'> {
  readonly redirectUri: readonly string[];
  readonly postLogoutRedirectUri: readonly string[];
  readonly requestsPerMinute?: string;
  readonly json?: true;
}

export function addClientsCommands(cli: Command, terminal: Terminal): void {
  const clients = cli
    .command('clients')
    .description('the services that may ask for a sign-in')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  clients
    .command('add')
    .description('registers a service; prints its id and its secret, which is shown only now')
    .requiredOption('--id <id>', 'what the service calls itself')
    .requiredOption('--name <name>', 'as people know it, in Chinese')
    .requiredOption('--name-en <name>', 'the same in English')
    .requiredOption('--purpose <text>', 'what it needs the data for, in Chinese')
    .requiredOption('--purpose-en <text>', 'the same in English')
    .requiredOption('--sector <sector>', 'services of one sector know a person by the same name; it never changes')
    .requiredOption('--scope <scopes>', 'openid, email, profile, children, with spaces between them')
    .option('--redirect-uri <address>', 'where people come back to; may be given several times', several, [])
    .option('--post-logout-redirect-uri <address>', 'where they come to after a sign-out; may be repeated', several, [])
    .option('--backchannel-logout-uri <address>', 'is told of each sign-out')
    .option('--home-uri <address>', 'its first page, for the list of services')
    .option('--id-token-alg <alg>', 'RS256 or ES256')
    .option('--requests-per-minute <number>', 'how often it may ask in a minute')
    .option('--json', 'as JSON')
    .action((options: AddOptions) => withSystem(terminal.env, (system) => add(system, terminal, options)));
  clients
    .command('list')
    .description('what is registered; no secret is shown')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) => withSystem(terminal.env, (system) => list(system, terminal, options)));
  clients
    .command('rotate-secret')
    .argument('<id>')
    .description('makes another secret; the one before is good until the next rotation')
    .option('--json', 'as JSON')
    .action((id: string, options: { json?: true }) =>
      withSystem(terminal.env, (system) => rotate(system, terminal, id, options)),
    );
  clients
    .command('remove')
    .argument('<id>')
    .description('removes a service, with everything that it holds')
    .option('--yes', 'without it nothing is done')
    .action((id: string, options: { yes?: true }) =>
      withSystem(terminal.env, (system) => remove(system, terminal, id, options)),
    );
}

function several(address: string, before: readonly string[]): readonly string[] {
  return [...before, address];
}

const EXAMPLES = `
Example:
  npm run cli -- clients add --id library --name 圖書館 --name-en Library --purpose 借閱 --purpose-en Lending \\
    --sector library --scope "openid children" --redirect-uri https://library.example.org/callback`;

async function add({ db, config }: OpenedSystem, terminal: Terminal, options: AddOptions): Promise<void> {
  const { json, requestsPerMinute, ...wanted } = options;
  const checked = checkClient(
    { ...wanted, requestsPerMinute: requestsPerMinute === undefined ? undefined : Number(requestsPerMinute) },
    config.embedded,
  );
  if ('refused' in checked) throw new CommandFailed(checked.refused);
  const clientSecret = newSecret();
  if (!(await addClient(db, checked.client, clientSecret)))
    throw new CommandFailed(`there is a client with the id ${options.id} already`);
  printSecret(terminal, options.id, clientSecret, json);
}

async function list({ db }: OpenedSystem, terminal: Terminal, { json }: { readonly json?: true }): Promise<void> {
  const rows = await listClients(db);
  if (json) {
    const shown = rows.map(({ secretHash: _hidden, formerSecretHash, ...row }) => ({
      ...row,
      secrets: formerSecretHash === null ? 1 : 2,
    }));
    return printLine(terminal, JSON.stringify(shown));
  }
  printLine(
    terminal,
    tableOf(
      ['id', 'name', 'sector', 'scopes', 'redirects', 'secrets'],
      rows.map(({ clientId, name, sector, scopes, redirectUris, formerSecretHash }) => [
        clientId,
        name,
        sector,
        scopes.join(' '),
        redirectUris.join(' '),
        formerSecretHash === null ? 1 : 2,
      ]),
    ),
  );
}

async function rotate(
  { db }: OpenedSystem,
  terminal: Terminal,
  id: string,
  { json }: { readonly json?: true },
): Promise<void> {
  const clientSecret = newSecret();
  if (!(await rotateSecret(db, id, clientSecret))) throw new CommandFailed(`there is no client with the id ${id}`);
  printSecret(terminal, id, clientSecret, json);
}

async function remove(
  { db }: OpenedSystem,
  terminal: Terminal,
  id: string,
  { yes }: { readonly yes?: true },
): Promise<void> {
  if (!yes) throw new CommandFailed(`nothing was done: removing ${id} signs its people out of it; say --yes`);
  if (!(await removeClient(db, id))) throw new CommandFailed(`there is no client with the id ${id}`);
  printLine(terminal, `removed: ${id}`);
}

function printSecret(terminal: Terminal, clientId: string, clientSecret: string, json: true | undefined): void {
  if (json) return printLine(terminal, JSON.stringify({ clientId, clientSecret }));
  printLine(terminal, `clientId: ${clientId}`);
  printLine(terminal, `clientSecret: ${clientSecret}`);
  printLine(terminal, 'The secret is shown only now: only its hash is kept.');
}
