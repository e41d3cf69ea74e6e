import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReadAccessLog } from '../people/privacy/read-access-log.js';
import type { Config } from '../config/config.js';
import { publicUrlOf } from '../config/public-url.js';
import { openDatabase } from '../adapters/postgres/database.js';
import { openEventLog } from '../adapters/open-event-log.js';
import { openHealthStores } from './health/health-stores.js';
import { listenForOperations } from './health/operations-listener.js';
import { apiHealth } from './health/readiness.js';
import { createHttpApplication } from '../api/application.js';
import { JsonLog } from '../logging/json-log.js';
import { MeasuredGateway } from './metrics/measured-gateway.js';
import { Metrics } from './metrics/metrics.js';
import { lookUpReadModels } from './metrics/read-model-metrics.js';
import { createPersonalData } from '../people/privacy/personal-data.js';
import { createReferences } from '../people/privacy/references.js';
import { Roster } from '../people/roster/roster.js';
import { SessionService } from '../people/accounts/session-service.js';
import { TemporalBindingGateway } from '../adapters/temporal/temporal-binding-gateway.js';
import { PROVIDER_PAGES } from '../api/sso/provider-pages.js';
import { takeClientsFile } from '../people/sso/oidc-provider/clients-file.js';
import { OidcService } from '../people/sso/oidc-provider/oidc-service.js';
import { ParentAccounts } from '../people/sso/parent-accounts.js';
import { Drain } from './drain.js';
import { keepImporting } from './keep-importing.js';
import type { RunningRole } from './role.js';

export interface RunningApi extends RunningRole {
  /** Where it listens, e.g. `http://127.0.0.1:3000`; with PORT 0 the port that was free. */
  readonly url: string;
}

/** Of STOP_SECONDS, for what is closed after the last answer. */
const CLOSING_MS = 4000;

/** What differs of the single sign-on for the conformance suite; only its own command has it. */
export type AdjustProvider = ConstructorParameters<typeof OidcService>[1];

/** Answers people over HTTP. Starts also while Temporal is down: reading goes on, writes answer 503. */
export async function startApiRole(config: Config, adjust?: AdjustProvider): Promise<RunningApi> {
  const db = openDatabase(config.databaseUrl, { applicationName: 'api' });
  const log = await openEventLog(config, db, new JsonLog('api', config.logLevel));
  const metrics = new Metrics('api');
  const stores = await openHealthStores(config, 'api', log);
  lookUpReadModels(metrics, stores.db, stores.log);
  const gateway = new MeasuredGateway(new TemporalBindingGateway(config), metrics, new JsonLog('api', config.logLevel));
  const health = apiHealth({ ...stores, gateway }, config);
  const personalData = createPersonalData(db, config);
  const imports = keepImporting(config, log, gateway);
  const say = new JsonLog('oidc', config.logLevel);
  const accounts = new ParentAccounts(db, personalData, config);
  const oidc = new OidcService(
    {
      db,
      personalData,
      accounts,
      config,
      pages: PROVIDER_PAGES,
      tell: (line, more) => say.warn(line, more),
    },
    adjust,
  );
  const app = await createHttpApplication({
    config,
    db,
    log,
    gateway,
    personalData,
    references: createReferences(db, config),
    roster: new Roster(db, personalData, config),
    imports: imports.imports,
    sessions: new SessionService(db, personalData, config),
    readAccess: new ReadAccessLog(log),
    health,
    oidc,
    accounts,
  });
  const server = app.getHttpServer() as Server;
  const drain = new Drain(server);
  await app.listen(config.port, config.host);
  const url = urlOf(server.address() as AddressInfo);
  const publicUrl = publicUrlOf({ ...config, port: Number(new URL(url).port) });
  await oidc.start(publicUrl, () => takeClientsFile(db, config));
  const operations = await listenForOperations(config, { metrics, health });
  return {
    url,
    metricsPort: operations.metricsPort,
    async stop() {
      operations.stopping();
      await drain.end(() => app.close(), config.stopSeconds * 1000 - CLOSING_MS);
      await imports.stop();
      await oidc.stop();
      await operations.close();
      await stores.close();
      await gateway.close();
      await log.close();
      await db.close();
    },
  };
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
