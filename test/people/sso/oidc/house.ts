/** An API process with an account that is activated and services that are registered; no other role runs. */
import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../../../src/adapters/postgres/database.js';
import type { Config } from '../../../../src/config/config.js';
import { createPersonalData, type PersonalDataService } from '../../../../src/people/privacy/personal-data.js';
import { createEmbeddedIdentityProvider } from '../../../../src/people/sso/embedded-identity-provider.js';
import { addClient, newSecret } from '../../../../src/people/sso/oidc-provider/client-registry.js';
import { checkClient, type WantedClient } from '../../../../src/people/sso/oidc-provider/client-rules.js';
import { ParentAccounts } from '../../../../src/people/sso/parent-accounts.js';
import { startApiRole, type RunningApi } from '../../../../src/processes/api.js';
import { migrateAll } from '../../../../src/processes/schema/schema.js';
import { testConfig } from '../../../http/system.js';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.js';
import { Service } from './service.js';

export const PASSWORD = 'seven-green-umbrellas';

export class House {
  private constructor(
    readonly config: Config,
    readonly db: Database,
    readonly personalData: PersonalDataService,
    readonly accounts: ParentAccounts,
    readonly api: RunningApi,
    private readonly database: TestDatabase,
  ) {}

  static async start(change: Partial<Config> = {}): Promise<House> {
    const database = await createTestDatabase();
    const config: Config = { ...testConfig(database.url), temporalAddress: '127.0.0.1:1', ...change };
    const db = openDatabase(config.databaseUrl, { applicationName: 'test', max: 4 });
    await migrateAll(db);
    const personalData = createPersonalData(db, config);
    const accounts = new ParentAccounts(db, personalData, config);
    return new House(config, db, personalData, accounts, await startApiRole(config), database);
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.db.close();
    await this.database.drop();
  }

  get url(): string {
    return this.api.url;
  }

  get issuer(): string {
    return `${this.config.publicUrl ?? this.url}/oidc`;
  }

  /** An account that can sign in with PASSWORD. @returns its id */
  async account(email: string): Promise<string> {
    const accountId = randomUUID();
    const provider = createEmbeddedIdentityProvider(this.db, this.config);
    const holder = { requestId: randomUUID(), applicantId: randomUUID(), attempt: 1 };
    await provider.create({ accountId, personRef: randomUUID(), email, firstPassword: '111113', ...holder });
    await this.accounts.activate(accountId, PASSWORD);
    return accountId;
  }

  async service(id: string, change: Partial<WantedClient> = {}): Promise<Service> {
    const redirectUri = [`https://service.${id}.example.org/callback`];
    const checked = checkClient(
      {
        id,
        name: `服務 ${id}`,
        nameEn: `Service ${id}`,
        purpose: '測試',
        purposeEn: 'For tests',
        sector: id,
        scope: 'openid email profile children',
        redirectUri,
        postLogoutRedirectUri: [`https://service.${id}.example.org/`],
        ...change,
      },
      true,
    );
    if ('refused' in checked) throw new Error(checked.refused);
    const secret = newSecret();
    await addClient(this.db, checked.client, secret);
    return new Service(this.issuer, id, secret, checked.client.redirectUris[0] ?? '');
  }
}
