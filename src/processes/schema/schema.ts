/** The whole schema, in the order in which the steps are applied. */
import { eventLogMigrations } from '../../../eventstore/postgres/migrations.js';
import { projectionMigrations } from '../../../projections/migrations.js';
import { commandMigrations } from '../../api/commands/migrations.js';
import { parentMigrations } from '../../api/family/migrations.js';
import { evidenceMigrations } from '../../api/evidence/migrations.js';
import { limitMigrations } from '../../people/accounts/sign-in-limits-migrations.js';
import { privacyMigrations } from '../../people/privacy/migrations.js';
import { rosterImportMigrations } from '../../people/roster/import/migrations.js';
import { rosterStreamMigrations } from '../../people/roster/stream/migrations.js';
import { registryMigrations } from '../../people/roster/migrations.js';
import { signInMigrations } from '../../people/accounts/sign-in-migrations.js';
import { sessionMigrations } from '../../people/accounts/migrations.js';
import { oidcMigrations } from '../../people/sso/oidc-provider/migrations.js';
import { ssoMigrations } from '../../people/sso/migrations.js';
import type { Database } from '../../adapters/postgres/database.js';
import { outageMigrations } from '../../adapters/postgres/outages.js';
import { migrate } from '../../adapters/postgres/migrate.js';
import type { Migration } from '../../adapters/postgres/migration.js';

const STEPS: readonly Migration[] = [
  ...eventLogMigrations,
  ...privacyMigrations,
  ...registryMigrations,
  ...sessionMigrations,
  ...ssoMigrations,
  ...commandMigrations,
  ...evidenceMigrations,
  ...projectionMigrations,
  ...parentMigrations,
  ...limitMigrations,
  ...rosterStreamMigrations,
  ...rosterImportMigrations,
  ...oidcMigrations,
  ...outageMigrations,
  ...signInMigrations,
];

/** Brings the schema up to this release; safe to call from several processes at once. @throws MigrationChanged, DatabaseUnavailable */
export function migrateAll(db: Database): Promise<void> {
  return migrate(db, STEPS);
}
