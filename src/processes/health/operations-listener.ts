/** What an operator's machinery asks of a role: /health/live, /health/ready and /metrics, on a port that is not the public one. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../../config/config.js';
import type { Metrics } from '../metrics/metrics.js';
import { isWell, type HealthOfParts, type PartHealth } from '../../api/http/parts/part-health.js';

export interface OperationsListener {
  /** Undefined where METRICS_PORT did not ask for it. */
  readonly metricsPort: number | undefined;
  /** From now on the process is not ready, whatever its parts say, so that it gets no new requests. */
  stopping(): void;
  close(): Promise<void>;
}

export interface OperationsParts {
  readonly metrics: Metrics;
  readonly health: HealthOfParts;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const STOPPING: readonly PartHealth[] = [{ name: 'role', status: 'failing', detail: 'is stopping' }];

/** Listens on METRICS_PORT; 0 is any free port. @throws when the port is taken */
export async function listenForOperations(
  { host, metricsPort }: Pick<Config, 'host' | 'metricsPort'>,
  { metrics, health }: OperationsParts,
): Promise<OperationsListener> {
  if (metricsPort === undefined) return NOBODY_ASKS;
  let isStopping = false;
  const answers: Readonly<Record<string, () => Promise<Reply>>> = {
    '/health/live': () => Promise.resolve({ status: 200, type: JSON_TYPE, body: JSON.stringify({ status: 'ok' }) }),
    '/health/ready': async () => ready(isStopping ? STOPPING : await health.look()),
    '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
  };
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const answer = request.method === 'GET' ? answers[path] : undefined;
    if (!answer) return send(response, NOTHING_THERE);
    void answer().then(
      (reply) => send(response, reply),
      () => send(response, { status: 500, type: JSON_TYPE, body: '{"status":"failed"}' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(metricsPort, host, resolve);
  });
  return {
    metricsPort: (server.address() as AddressInfo).port,
    stopping: () => void (isStopping = true),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const NOBODY_ASKS: OperationsListener = {
  metricsPort: undefined,
  stopping: () => undefined,
  close: () => Promise.resolve(),
};

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const NOTHING_THERE: Reply = { status: 404, type: JSON_TYPE, body: '{"status":"not-found"}' };

function ready(parts: readonly PartHealth[]): Reply {
  const well = isWell(parts);
  const body = JSON.stringify({ status: well ? 'ready' : 'not-ready', parts });
  return { status: well ? 200 : 503, type: JSON_TYPE, body };
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
