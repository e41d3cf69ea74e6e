import { createBindingActivities } from '../../activities/binding-activities.js';
import { createReconcile } from '../../activities/reconcile.js';
import { openDatabase } from '../database/database.js';
import { openEventLog } from '../event-log/open-event-log.js';
import { createPersonalData } from '../privacy/personal-data.js';
import { storedForReconcile } from '../reconcile/reconcile-ports.js';
import { createFacts } from '../registry/facts.js';
import { createEmbeddedIdentityProvider } from '../sso/embedded-identity-provider.js';
import { keepReconciling } from '../temporal/keep-reconciling.js';
import { keepWorking } from '../temporal/keep-working.js';
import { quietRuntime } from '../temporal/quiet-runtime.js';
import { TemporalBindingGateway } from '../temporal/temporal-binding-gateway.js';
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
  const signals = new TemporalBindingGateway(config);
  const stopping = new AbortController();
  const passes = createReconcile({ ...storedForReconcile(db, config), signals, stopping: stopping.signal });
  quietRuntime();
  const worker = keepWorking(config, { ...activities, ...passes }, say);
  const reconciling = keepReconciling(config, say);
  return {
    async stop() {
      stopping.abort();
      await Promise.all([worker.stop(), reconciling.stop()]);
      await signals.close();
      await log.close();
      await db.close();
    },
  };
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
