import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../eventstore/port.js';
import { openDatabase } from '../adapters/postgres/database.js';
import type { BindingGateway } from '../adapters/temporal/binding-gateway.js';
import type { Config } from '../config/config.js';
import { createPersonalData } from '../people/privacy/personal-data.js';
import { RosterImports } from '../people/roster/import/roster-imports.js';
import { RosterOutbox } from '../people/roster/outbox/roster-outbox.js';
import { SchoolStreams } from '../people/roster/stream/school-streams.js';

export interface KeptImports {
  readonly imports: RosterImports;
  /** Ends when the import in hand has come to a place where it can be left; another process goes on with it. */
  stop(): Promise<void>;
}

/** An import reads and writes whole schools at once, which would keep connections and time-outs of clicks busy. */
export function keepImporting(config: Config, log: EventLog, gateway: BindingGateway): KeptImports {
  const db = openDatabase(config.databaseUrl, { applicationName: 'imports', max: 4, statementTimeoutMs: 30_000 });
  const places = { db, log, personalData: createPersonalData(db, config), config };
  const imports = new RosterImports(new SchoolStreams(places));
  const stopping = new AbortController();
  const working = imports.keepWorking(stopping.signal);
  const telling = keepTelling(new RosterOutbox(db, gateway), stopping.signal);
  return {
    imports,
    async stop() {
      stopping.abort();
      await Promise.all([working, telling]);
      await db.close();
    },
  };
}

/** So many cases a second hear of the roster, beside what families and reviewers do. */
const CASES_A_SECOND = 50;
const LOOK_EVERY_MS = 1_000;

/** While a store or the engine is away, rows stay and are tried again. */
async function keepTelling(outbox: RosterOutbox, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const rows = await outbox.deliver({ perSecond: CASES_A_SECOND }).catch(() => 0);
    if (rows === 0) await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
