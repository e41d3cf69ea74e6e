import type { EventLog } from '../../../../eventstore/port.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';
import type { Config } from '../../../config/config.js';
import type { SessionService } from '../../../people/accounts/session-service.js';
import type { PersonalDataService } from '../../../people/privacy/personal-data.js';
import type { ReadAccessLog } from '../../../people/privacy/read-access-log.js';
import type { OidcService } from '../../../people/sso/oidc-provider/oidc-service.js';
import type { ParentAccounts } from '../../../people/sso/parent-accounts.js';
import type { References } from '../../../people/privacy/references.js';
import type { RosterImports } from '../../../people/roster/import/roster-imports.js';
import type { Roster } from '../../../people/roster/roster.js';
import type { HealthOfParts } from './part-health.js';

/** What the process gives to the API (src/processes/api.ts). PartsModule hands each class the parts that it names. */
export interface ApiParts {
  readonly config: Config;
  readonly db: Database;
  readonly log: EventLog;
  readonly gateway: BindingGateway;
  readonly personalData: PersonalDataService;
  readonly references: References;
  readonly roster: Roster;
  readonly imports: RosterImports;
  readonly sessions: SessionService;
  readonly readAccess: ReadAccessLog;
  readonly health: HealthOfParts;
  readonly oidc: OidcService;
  readonly accounts: ParentAccounts;
}
