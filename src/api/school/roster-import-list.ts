/** Past imports. */
import type { ImportCounts } from '../../../domain/school/events.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { ImportRow } from '../../people/roster/import/import-rows.js';
import { shownStatus } from './roster-import-view.js';

export interface ListedImport {
  readonly importId: string;
  /** Account of who sent it. */
  readonly by: string;
  readonly at: string;
  readonly file: string;
  readonly counts: ImportCounts | null;
  readonly status: ReturnType<typeof shownStatus>;
}

export async function importsListed(db: SqlQuery, rows: readonly ImportRow[]): Promise<readonly ListedImport[]> {
  const { rows: logins } = await db.query<{ staffId: string; account: string }>(
    'select staff_id as "staffId", account from staff_logins where staff_id = any($1)',
    [rows.map(({ by }) => by.id)],
  );
  const accounts = new Map(logins.map(({ staffId, account }) => [staffId, account]));
  return rows.map((row) => ({
    importId: row.importId,
    by: accounts.get(row.by.id) ?? row.by.id,
    at: row.at.toISOString(),
    file: row.fileName,
    counts: row.counts,
    status: shownStatus(row),
  }));
}
