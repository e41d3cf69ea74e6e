import type { INestApplication } from '@nestjs/common';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { ReadAccessLog } from '../../src/people/privacy/read-access-log.js';
import type { Config } from '../../src/config/config.js';
import { createHttpApplication } from '../../src/api/application.js';

const NO_LIMITS = {
  requestsInFlight: 0,
  readsPerSource: 0,
  writesPerSource: 0,
  writesPerAccount: 0,
  failedSignInsPerSource: 0,
  failedSignInsPerAccount: 0,
  signInsPerSource: 0,
};

/** The application with no engine behind it: for what is answered without one. */
export function appWithoutEngines(
  change: Partial<Pick<Config, 'trustedProxies'>> & { readonly limits?: Partial<Config['limits']> } = {},
): Promise<INestApplication> {
  const log = new MemoryLog();
  const none = {} as never;
  return createHttpApplication({
    config: {
      logLevel: 'error',
      dataDir: '/dev/null/nowhere',
      trustedProxies: change.trustedProxies ?? [],
      limits: { ...NO_LIMITS, ...change.limits },
    } as never,
    db: none,
    log,
    gateway: none,
    personalData: none,
    references: none,
    roster: none,
    imports: { streams: {} } as never,
    sessions: none,
    readAccess: new ReadAccessLog(log),
    health: none,
    oidc: { provider: null, sessionAt: () => Promise.resolve(undefined) } as never,
    accounts: none,
  });
}
