/**
 * `npm run conformance`: the provider as the plans of the OpenID conformance suite need it, on a database of its own that
 * goes with it. No role of the product, and no variable, leads here.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { openDatabase } from '../../adapters/postgres/database.js';
import { loadConfig } from '../../config/config.js';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '../../embedded/engines/embedded-postgres.js';
import { ProcessRecords } from '../../embedded/engines/process-records.js';
import { createPersonalData } from '../../people/privacy/personal-data.js';
import { createEmbeddedIdentityProvider } from '../../people/sso/embedded-identity-provider.js';
import { addClient, newSecret } from '../../people/sso/oidc-provider/client-registry.js';
import { checkClient } from '../../people/sso/oidc-provider/client-rules.js';
import { ParentAccounts } from '../../people/sso/parent-accounts.js';
import { startApiRole } from '../../processes/api.js';
import { freePort } from '../../processes/free-port.js';
import { migrateAll } from '../../processes/schema/schema.js';
import { untilStopAsked } from '../../processes/stop-requests.js';
import { adjustForSuite } from './adjust.js';
import { JUDGED_CLIENTS, plansOf, type JudgedClient } from './plans.js';

interface Options {
  readonly publicUrl: string;
  readonly host: string;
  readonly port: string;
  readonly suite: string;
  readonly alias: string;
}

const options = new Command('conformance')
  .description('starts the provider for the OpenID conformance suite and prints the configuration of each plan as JSON')
  .requiredOption(
    '--public-url <https://host>',
    'our origin behind the front that ends TLS; the issuer is /oidc below it',
  )
  .option('--host <address>', 'where to listen, in plain http', '127.0.0.1')
  .option('--port <port>', 'on which port', '3000')
  .option('--suite <https://host>', 'the origin of the suite', 'https://localhost.emobix.co.uk:8443')
  .option('--alias <alias>', 'of the tests in the suite', 'parent-binding')
  .addHelpText(
    'after',
    '\nThe certificate of the suite’s front must be trusted: NODE_EXTRA_CA_CERTS. The front sets X-Ssl-Protocol and X-Ssl-Cipher.',
  )
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'binding-conformance-'));
chmodSync(folder, 0o711);
const records = new ProcessRecords(join(folder, 'run'));
const stopAsked = untilStopAsked((exitCode) => process.exit(exitCode));
try {
  const { url: databaseUrl } = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    port: await freePort(),
    password: randomBytes(16).toString('hex'),
    records,
  });
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    MASTER_KEY: key(),
    INDEX_KEY: key(),
    SSO_PEPPER: key(),
    OIDC_COOKIE_KEYS: `${key()},${key()}`,
    PUBLIC_URL: options.publicUrl,
    HOST: options.host,
    PORT: options.port,
    // The suite is one address.
    SIGN_INS_PER_SOURCE: '0',
  });
  const db = openDatabase(config.databaseUrl, { max: 2, applicationName: 'conformance', statementTimeoutMs: 30_000 });
  await migrateAll(db);
  const [email, password] = ['judge@example.org', randomBytes(12).toString('base64url')];
  const accountId = randomUUID();
  await createEmbeddedIdentityProvider(db, config).create({
    accountId,
    personRef: randomUUID(),
    requestId: randomUUID(),
    applicantId: randomUUID(),
    attempt: 1,
    email,
    firstPassword: '000000',
  });
  await new ParentAccounts(db, createPersonalData(db, config), config).activate(accountId, password);
  const secrets = {} as Record<JudgedClient, string>;
  for (const id of JUDGED_CLIENTS) {
    const secret = newSecret();
    const checked = checkClient(clientOf(id, options), false);
    if ('refused' in checked) throw new Error(checked.refused);
    await addClient(db, checked.client, secret);
    secrets[id] = secret;
  }
  const api = await startApiRole(config, adjustForSuite);
  console.log(
    JSON.stringify(
      plansOf({ publicUrl: config.publicUrl ?? '', alias: options.alias, email, password, secrets }),
      null,
      2,
    ),
  );
  console.error(`listens at ${api.url} for ${options.publicUrl}; Ctrl-C ends it`);
  await stopAsked;
  await api.stop();
  await db.close();
} finally {
  await stopEmbeddedPostgres(records);
  rmSync(folder, { recursive: true, force: true });
}

function clientOf(id: JudgedClient, { suite, alias }: Options) {
  const at = `${suite}/test/a/${alias}`;
  return {
    id,
    name: '相容性測試',
    nameEn: 'Conformance suite',
    purpose: '測試',
    purposeEn: 'Tests',
    sector: id,
    scope: 'openid email profile children',
    redirectUri: [`${at}/callback`],
    postLogoutRedirectUri: [`${at}/post_logout_redirect`],
    ...(id === 'judge-back-channel' && { backchannelLogoutUri: `${at}/backchannel_logout` }),
  };
}

function key(): string {
  return randomBytes(32).toString('base64');
}
