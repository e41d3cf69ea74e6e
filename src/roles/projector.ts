import { readModels } from '../../projections/read-models.js';
import { startProjections, type RunnerNews } from '../../projections/runner.js';
import { openDatabase } from '../database/database.js';
import { openEventLog } from '../event-log/open-event-log.js';
import type { StartRole } from './role.js';

/** A batch may bring 500 documents: more time than a click may take. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** Keeps the read models up to date. Several may run; one at a time does the work of each read model. */
export const startProjectorRole: StartRole = async (config) => {
  const db = openDatabase(config.databaseUrl, {
    applicationName: 'projector',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const log = await openEventLog(config, db);
  const projections = startProjections(readModels, {
    db,
    log,
    tell: (news) => process.stderr.write(`${lineOf(news)}\n`),
  });
  return {
    async stop() {
      await projections.stop();
      await log.close();
      await db.close();
    },
  };
};

function lineOf(news: RunnerNews): string {
  const about = `projector: ${news.readModel}`;
  switch (news.kind) {
    case 'active':
      return `${about} follows the log`;
    case 'parked': {
      const { stream, revision, eventType, code } = news.poison;
      return `${about} cannot apply ${eventType} (${stream}, revision ${revision}): ${code}; this stream waits, the others go on`;
    }
    case 'stopped': {
      const { stream, revision, eventType, code } = news.poison;
      return `${about} stopped before ${eventType} (${stream}, revision ${revision}): ${code}; it never skips, again in ${news.againInMs} ms`;
    }
    case 'trouble':
      return `${about} stands still (${nameOf(news.error)}), again in ${news.againInMs} ms`;
  }
}

/** Only the kind of an error: its text may hold what somebody entered. SQLSTATE and the like say enough. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
