import type { INestApplication } from '@nestjs/common';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { LookLog } from '../../src/audit/look-log.js';
import { ApiParts } from '../../src/http/api-parts.js';
import { createHttpApplication } from '../../src/http/application.js';

/** The application with no engine behind it: for what is answered without one. */
export function appWithoutEngines(): Promise<INestApplication> {
  const log = new MemoryLog();
  const none = {} as never;
  return createHttpApplication(
    new ApiParts(
      { logLevel: 'error', dataDir: '/dev/null/nowhere' } as never,
      none,
      log,
      none,
      none,
      none,
      none,
      none,
      new LookLog(log),
    ),
  );
}
