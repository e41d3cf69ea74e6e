import type { EventLog } from '../../eventstore/port.js';
import { openDatabase } from '../adapters/postgres/database.js';
import type { Config } from '../config/config.js';
import { createPersonalData } from '../people/privacy/personal-data.js';
import { RosterImports } from '../people/roster/import/roster-imports.js';
import { SchoolStreams } from '../people/roster/stream/school-streams.js';

export interface KeptImports {
  readonly imports: RosterImports;
  /** Ends when the import in hand has come to a place where it can be left; another process goes on with it. */
  stop(): Promise<void>;
}

/** An import reads and writes whole schools at once, which would keep connections and time-outs of clicks busy. */
export function keepImporting(config: Config, log: EventLog): KeptImports {
  const db = openDatabase(config.databaseUrl, { applicationName: 'imports', max: 4, statementTimeoutMs: 30_000 });
  const places = { db, log, personalData: createPersonalData(db, config), config };
  const imports = new RosterImports(new SchoolStreams(places));
  const stopping = new AbortController();
  const working = imports.keepWorking(stopping.signal);
  return {
    imports,
    async stop() {
      stopping.abort();
      await working;
      await db.close();
    },
  };
}
