import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { SessionService } from '../../../people/accounts/session-service.js';
import { ReadAccessLog } from '../../../people/privacy/read-access-log.js';
import { RosterImports } from '../../../people/roster/import/roster-imports.js';
import { SchoolStreams } from '../../../people/roster/stream/school-streams.js';
import { Roster } from '../../../people/roster/roster.js';
import { OidcService } from '../../../people/sso/oidc-provider/oidc-service.js';
import { ParentAccounts } from '../../../people/sso/parent-accounts.js';
import { BrowserSession } from '../access/browser-session.js';
import type { ApiParts } from './api-parts.js';
import { HealthOfParts } from './part-health.js';
import { CONFIG, DATABASE, EVENT_LOG, GATEWAY, PERSONAL_DATA, REFERENCES } from './tokens.js';

/** The parts of the process, for the constructor of any class of the API: by their class, or by `@Inject` of their token. */
@Global()
@Module({})
export class PartsModule {
  static of(parts: ApiParts): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: DATABASE, useValue: parts.db },
      { provide: EVENT_LOG, useValue: parts.log },
      { provide: GATEWAY, useValue: parts.gateway },
      { provide: PERSONAL_DATA, useValue: parts.personalData },
      { provide: REFERENCES, useValue: parts.references },
      { provide: Roster, useValue: parts.roster },
      { provide: RosterImports, useValue: parts.imports },
      { provide: SchoolStreams, useValue: parts.imports.streams },
      { provide: SessionService, useValue: parts.sessions },
      { provide: ReadAccessLog, useValue: parts.readAccess },
      { provide: HealthOfParts, useValue: parts.health },
      { provide: OidcService, useValue: parts.oidc },
      { provide: ParentAccounts, useValue: parts.accounts },
      { provide: BrowserSession, useValue: new BrowserSession(parts.sessions, parts.oidc) },
    ] satisfies Provider[];
    return { module: PartsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
