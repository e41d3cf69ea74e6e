/** Process of the two providers. Tells its parent where they are and who is signed in. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Keygrip from 'keygrip';
import type { Configuration, Provider } from 'oidc-provider';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { createEmbeddedIdentityProvider } from '../../src/people/sso/embedded-identity-provider.js';
import { buildProvider } from '../../src/people/sso/oidc-provider/build-provider.js';
import { addClient, findClient, metadataOf, newSecret } from '../../src/people/sso/oidc-provider/client-registry.js';
import type { ProviderParts } from '../../src/people/sso/oidc-provider/provider-parts.js';
import { ensureKeys, loadKeys } from '../../src/people/sso/oidc-provider/signing-keys.js';
import { ParentAccounts } from '../../src/people/sso/parent-accounts.js';
import { freePort } from '../../src/processes/free-port.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { PROVIDER_PAGES } from '../../src/api/sso/provider-pages.js';
import type { Side, Visitor } from './providers.js';

const VISITORS = 8;
const CLIENT = 'bench';
const REDIRECT = 'https://bench.example.org/callback';
const SCOPE = 'openid';

const config = {
  databaseUrl: process.argv[2] ?? '',
  masterKey: randomBytes(32),
  indexKey: randomBytes(32),
  ssoPepper: randomBytes(32),
  oidcCookieKeys: [randomBytes(32)],
  backchannelOrigins: [],
};
const db = openDatabase(config.databaseUrl, { statementTimeoutMs: 30_000 });
await migrateAll(db);
const personalData = createPersonalData(db, config);
const accounts = new ParentAccounts(db, personalData, config);
const parts: ProviderParts = { db, personalData, accounts, config, pages: PROVIDER_PAGES, tell: () => undefined };
await ensureKeys(parts);
const keys = await loadKeys(parts);
const secret = newSecret();
await addClient(
  db,
  {
    id: CLIENT,
    name: 'bench',
    nameEn: 'bench',
    purpose: 'bench',
    purposeEn: 'bench',
    sector: CLIENT,
    scopes: [SCOPE],
    redirectUris: [REDIRECT],
    postLogoutRedirectUris: [],
    requestsPerMinute: 1_000_000,
  },
  secret,
);
const row = await findClient(db, CLIENT);
if (!row) throw new Error('no client');
const metadata = metadataOf(row);

process.send?.({ ours: await side(), memory: await side(inMemory) });
process.once('disconnect', () => process.exit(0));

/** The library's own adapter, its client from its configuration, and an account that is there without a look. */
function inMemory({ adapter: _ours, ...configuration }: Configuration): Configuration {
  return {
    ...configuration,
    clients: [metadata],
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => Promise.resolve({ sub: accountId }) }),
    loadExistingGrant(ctx) {
      const grantId = ctx.oidc.session?.grantIdFor(CLIENT);
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
  };
}

async function side(adjust?: (configuration: Configuration) => Configuration): Promise<Side> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const provider = buildProvider(parts, { publicUrl, keys, adjust });
  const handle = provider.callback();
  createServer((request, response) => {
    request.url = (request.url ?? '').slice('/oidc'.length);
    void handle(request, response);
  }).listen(port, '127.0.0.1');
  const visitors: Visitor[] = [];
  for (let i = 0; i < VISITORS; i += 1) visitors.push(await visitor(provider, adjust === undefined));
  return { issuer: `${publicUrl}/oidc`, clientId: CLIENT, clientSecret: secret, redirectUri: REDIRECT, visitors };
}

/** Signed in, with a grant. The refresh token comes with the first silent sign-in. */
async function visitor(provider: Provider, isOurs: boolean): Promise<Visitor> {
  const accountId = randomUUID();
  if (isOurs) {
    const email = `${accountId}@example.org`;
    await createEmbeddedIdentityProvider(db, config).create({
      accountId,
      personRef: accountId,
      requestId: accountId,
      applicantId: accountId,
      attempt: 1,
      email,
      firstPassword: '000000',
    });
    await accounts.activate(accountId, 'seven-green-umbrellas');
  }
  const grant = new provider.Grant({ accountId, clientId: CLIENT });
  grant.addOIDCScope(SCOPE);
  const grantId = await grant.save();
  const session = new provider.Session();
  session.loginAccount({ accountId, amr: ['pwd'], loginTs: Math.floor(Date.now() / 1000) });
  session.ensureClientContainer(CLIENT);
  session.grantIdFor(CLIENT, grantId);
  await session.save(3600);
  const { jti } = session as unknown as { readonly jti: string };
  const keygrip = new Keygrip(
    config.oidcCookieKeys.map((key) => key.toString('base64')),
    'sha256',
  );
  return { cookie: `sso=${jti}; sso.sig=${keygrip.sign(`sso=${jti}`)}`, refreshToken: '' };
}
