import type { EventLog } from '../../../../eventstore/port.js';
import type { LookLog } from '../../../people/privacy/look-log.js';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';
import type { Config } from '../../../config/config.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { HealthOfParts } from './part-health.js';
import type { PersonalDataService } from '../../../people/privacy/personal-data.js';
import type { References } from '../../../people/privacy/references.js';
import type { Roster } from '../../../people/roster/roster.js';
import type { SessionService } from '../../../people/accounts/session-service.js';

/** What the composition root (src/processes/api.ts) gives to the controllers and services; each takes the parts it needs. */
export class ApiParts {
  constructor(
    readonly config: Config,
    readonly db: Database,
    readonly log: EventLog,
    readonly gateway: BindingGateway,
    readonly personalData: PersonalDataService,
    readonly references: References,
    readonly roster: Roster,
    readonly sessions: SessionService,
    readonly looks: LookLog,
    readonly health: HealthOfParts,
  ) {}
}
