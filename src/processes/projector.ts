import { readModels } from '../../projections/read-models.js';
import type { RunnerNews } from '../../projections/runner/runner-contract.js';
import { startProjections } from '../../projections/runner/runner.js';
import { openDatabase } from '../adapters/postgres/database.js';
import { openEventLog } from '../adapters/open-event-log.js';
import { openHealthStores } from './health/health-stores.js';
import { keepRebuilding } from './keep-rebuilding.js';
import { listenForOperations } from './health/operations-listener.js';
import { projectorHealth } from './health/readiness.js';
import { JsonLog } from '../logging/json-log.js';
import { nameOfError } from '../logging/name-of-error.js';
import { Metrics } from './metrics/metrics.js';
import { lookUpReadModels } from './metrics/read-model-metrics.js';
import type { StartRole } from './role.js';

/** A batch may bring 4,000 documents: more time than a click may take. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** Keeps the read models up to date. Several may run; one at a time does the work of each read model. */
export const startProjectorRole: StartRole = async (config) => {
  const say = new JsonLog('projector', config.logLevel);
  const metrics = new Metrics('projector');
  const db = openDatabase(config.databaseUrl, {
    applicationName: 'projector',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    // A read model and its position are lost together where PostgreSQL crashes, and filled again from there (docs/adr/0005).
    commitsLater: true,
  });
  const log = await openEventLog(config, db, say);
  const stores = await openHealthStores(config, 'projector', log);
  lookUpReadModels(metrics, stores.db, stores.log);
  const projections = startProjections(readModels, { db, log, tell: (news) => tellNews(news, say) });
  const rebuilding = keepRebuilding(config, log, say);
  const operations = await listenForOperations(config, { metrics, health: projectorHealth(stores) });
  return {
    metricsPort: operations.metricsPort,
    async stop() {
      operations.stopping();
      await Promise.all([projections.stop(), rebuilding.stop()]);
      await operations.close();
      await stores.close();
      await log.close();
      await db.close();
    },
  };
};

function tellNews(news: RunnerNews, say: JsonLog): void {
  const { readModel } = news;
  switch (news.kind) {
    case 'active':
      return say.log('follows the log', { readModel });
    case 'parked':
      return say.error('cannot apply an event; its stream waits, the others go on', { readModel, ...news.poison });
    case 'stopped':
      return say.error('stopped before an event that it cannot apply, and never skips', {
        readModel,
        ...news.poison,
        againInMs: news.againInMs,
      });
    case 'trouble':
      return say.warn('stands still', { readModel, error: nameOfError(news.error), againInMs: news.againInMs });
  }
}
