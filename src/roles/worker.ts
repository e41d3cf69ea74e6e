import { createBindingActivities } from '../../activities/binding-activities.js';
import { openDatabase } from '../database/database.js';
import { openEventLog } from '../event-log/open-event-log.js';
import { createPersonalData } from '../privacy/personal-data.js';
import { createFacts } from '../registry/facts.js';
import { createEmbeddedIdentityProvider } from '../sso/embedded-identity-provider.js';
import { keepWorking } from '../temporal/keep-working.js';
import { quietRuntime } from '../temporal/quiet-runtime.js';
import type { StartRole } from './role.js';

/** Carries binding requests on. Starts also while Temporal is down, and takes up work when it comes back. */
export const startWorkerRole: StartRole = async (config) => {
  const db = openDatabase(config.databaseUrl, { applicationName: 'worker' });
  const log = await openEventLog(config, db);
  const activities = createBindingActivities({
    log,
    facts: createFacts(db, config),
    personalData: createPersonalData(db, config),
    identityProvider: createEmbeddedIdentityProvider(db, config),
  });
  quietRuntime();
  const worker = keepWorking(config, activities, (line) => console.error(line));
  return {
    async stop() {
      await worker.stop();
      await log.close();
      await db.close();
    },
  };
};
