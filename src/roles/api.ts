import type { AddressInfo } from 'node:net';
import { LookLog } from '../audit/look-log.js';
import type { Config } from '../config/config.js';
import { openDatabase } from '../database/database.js';
import { openEventLog } from '../event-log/open-event-log.js';
import { listenForOperations } from '../health/operations-listener.js';
import { apiHealth } from '../health/readiness.js';
import { ApiParts } from '../http/api-parts.js';
import { createHttpApplication } from '../http/application.js';
import { MeasuredGateway } from '../metrics/measured-gateway.js';
import { Metrics } from '../metrics/metrics.js';
import { lookUpReadModels } from '../metrics/read-model-metrics.js';
import { createPersonalData } from '../privacy/personal-data.js';
import { createReferences } from '../privacy/references.js';
import { Roster } from '../registry/roster.js';
import { SessionService } from '../sessions/session-service.js';
import { TemporalBindingGateway } from '../temporal/temporal-binding-gateway.js';
import type { RunningRole } from './role.js';

export interface RunningApi extends RunningRole {
  /** Where it listens, e.g. `http://127.0.0.1:3000`; with PORT 0 the port that was free. */
  readonly url: string;
}

/** Requests in hand get this long to end. */
const GRACE_MS = 8000;

/** Answers people over HTTP. Starts also while Temporal is down: reading goes on, writes answer 503. */
export async function startApiRole(config: Config): Promise<RunningApi> {
  const db = openDatabase(config.databaseUrl, { applicationName: 'api' });
  const log = await openEventLog(config, db);
  const metrics = new Metrics('api');
  lookUpReadModels(metrics, db, log);
  const gateway = new MeasuredGateway(new TemporalBindingGateway(config), metrics);
  const personalData = createPersonalData(db, config);
  const app = await createHttpApplication(
    new ApiParts(
      config,
      db,
      log,
      gateway,
      personalData,
      createReferences(db, config),
      new Roster(db, personalData, config),
      new SessionService(db, personalData, config),
      new LookLog(log),
    ),
  );
  await app.listen(config.port, config.host);
  const operations =
    config.metricsPort === undefined
      ? undefined
      : await listenForOperations(
          { host: config.host, port: config.metricsPort },
          { metrics, health: () => apiHealth({ db, log, gateway }) },
        );
  const server = app.getHttpServer() as import('node:http').Server;
  return {
    url: urlOf(server.address() as AddressInfo),
    ...(operations && { metricsPort: operations.port }),
    async stop() {
      // Browsers keep connections open that nobody uses; those end at once, the others when their answer is out.
      const end = app.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await end;
      clearTimeout(cut);
      await operations?.close();
      await gateway.close();
      await log.close();
      await db.close();
    },
  };
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
