import { present } from '../../domain/present.js';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { CaseCache } from '../../activities/binding/case-cache.js';
import { createReconcile, type ReconcileNews } from '../../activities/reconcile.js';
import type { BindingActivities } from '../../workflows/binding/activity-contract.js';
import { keepForgetting } from './keep-forgetting.js';
import type { Config } from '../config/config.js';
import { keepNotingHealth } from '../adapters/postgres/outages.js';
import { openDatabase, type Database } from '../adapters/postgres/database.js';
import { freePort } from './free-port.js';
import { openEventLog } from '../adapters/open-event-log.js';
import { openHealthStores } from './health/health-stores.js';
import { listenForOperations } from './health/operations-listener.js';
import { workerHealth } from './health/readiness.js';
import { JsonLog } from '../logging/json-log.js';
import { measuredLog } from './metrics/measured-log.js';
import { Metrics } from './metrics/metrics.js';
import { countReconcile } from './metrics/reconcile-metrics.js';
import { createPersonalData } from '../people/privacy/personal-data.js';
import { storedForReconcile } from './reconcile-ports.js';
import { createFacts } from '../people/roster/facts.js';
import { calendarWarning } from './office-calendar.js';
import { createEmbeddedIdentityProvider } from '../people/sso/embedded-identity-provider.js';
import { keepReconciling } from '../adapters/temporal/keep-reconciling.js';
import { keepWorking } from '../adapters/temporal/keep-working.js';
import { installRuntime } from '../adapters/temporal/install-runtime.js';
import { TemporalBindingGateway } from '../adapters/temporal/temporal-binding-gateway.js';
import type { StartRole } from './role.js';

/** Carries binding requests on. Starts also while Temporal is down, and takes up work when it comes back. */
export const startWorkerRole: StartRole = async (config) => {
  const say = new JsonLog('worker', config.logLevel);
  const metrics = new Metrics('worker');
  const db = openDatabase(config.databaseUrl, { applicationName: 'worker' });
  const log = measuredLog(await openEventLog(config, db, say), metrics);
  const gateway = new TemporalBindingGateway(config);
  const stopping = new AbortController();
  const passes = createReconcile({
    ...storedForReconcile(db, config),
    log,
    signals: gateway,
    stopping: stopping.signal,
    tell: (news) => tellReconcile(news, metrics, say),
  });
  await startRuntime(config, metrics, say);
  const warn = (line: string) => say.warn(line);
  const calendar = calendarWarning(new Date());
  if (calendar !== undefined) warn(calendar);
  const worker = keepWorking(config, { ...bindingActivities(config, db, log, metrics, say), ...passes }, warn);
  const reconciling = keepReconciling(config, warn);
  const forgetting = keepForgetting(db, warn);
  const stopNoting = keepNotingHealth(db, async () => {
    if (!worker.isWorking()) throw new Error('no work is taken from Temporal');
    await Promise.all([gateway.check(), log.head()]);
  });
  const stores = await openHealthStores(config, 'worker', log);
  const operations = await listenForOperations(config, {
    metrics,
    health: workerHealth({ ...stores, masterKey: config.masterKey, gateway, isWorking: () => worker.isWorking() }),
  });
  return {
    metricsPort: operations.metricsPort,
    async stop() {
      operations.stopping();
      stopping.abort();
      await Promise.all([worker.stop(), reconciling.stop(), forgetting.stop(), stopNoting()]);
      await operations.close();
      await stores.close();
      await gateway.close();
      await log.close();
      await db.close();
    },
  };
};

function bindingActivities(
  config: Config,
  db: Database,
  log: ReturnType<typeof measuredLog>,
  metrics: Metrics,
  say: JsonLog,
): BindingActivities {
  const cache = new CaseCache();
  metrics.cases(cache);
  const activities = createBindingActivities({
    log,
    cache,
    facts: createFacts(db, config),
    personalData: createPersonalData(db, config),
    identityProvider: createEmbeddedIdentityProvider(db, config),
  });
  return {
    ...activities,
    execute: saidOfEach(activities.execute, say),
    async load(requestId) {
      const agenda = await activities.load(requestId);
      metrics.streamsReadAnew.inc();
      return agenda;
    },
  };
}

/** The id of a command in the worker's log: there it meets the line of the API, which has the request's. */
function saidOfEach(execute: BindingActivities['execute'], say: JsonLog): BindingActivities['execute'] {
  return async (command, at) => {
    const { commandId, type } = command;
    const began = performance.now();
    const executed = await execute(command, at);
    const ms = Math.round(performance.now() - began);
    say.debug('executed', { commandId, type, status: executed.answer.status, ms });
    return executed;
  };
}

/** The SDK serves its metrics on a port of its own, for this machine only; /metrics serves them with ours. */
async function startRuntime(config: Config, metrics: Metrics, say: JsonLog): Promise<void> {
  const metricsAddress = config.metricsPort === undefined ? undefined : `127.0.0.1:${await freePort()}`;
  const isFirst = installRuntime({
    hear: (level, message, where) => say[level](message, where),
    ...present({ metricsAddress }),
  });
  if (!isFirst || metricsAddress === undefined) return;
  metrics.include(async () => {
    const answer = await fetch(`http://${metricsAddress}/metrics`, { signal: AbortSignal.timeout(1_000) });
    return answer.ok ? answer.text() : '';
  });
}

function tellReconcile(news: ReconcileNews, metrics: Metrics, say: JsonLog): void {
  countReconcile(metrics, news);
  const { failed } = news.found;
  if (failed > 0) say.warn(`reconcile: ${failed} ${news.kind} could not be signalled, though Temporal answers`);
  if (news.kind === 'cases' && news.scope === 'every')
    say.log(`reconcile: every open case was signalled`, { signalled: news.found.signalled, ms: Math.round(news.ms) });
  if (news.kind === 'decisions' && news.found.sentAgain > 0)
    say.warn('reconcile: decisions without an outcome were sent again', { sentAgain: news.found.sentAgain });
}
