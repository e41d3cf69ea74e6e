import type { SqlQuery } from '../../eventstore/sql.js';
import { findCases } from '../../projections/binding-case/binding-case-queries.js';
import type { CaseDocument } from '../../projections/binding-case/case-document.js';

export async function findCase(db: SqlQuery, requestId: string): Promise<CaseDocument | null> {
  const [found = null] = await findCases(db, [requestId]);
  return found;
}
