import type { SqlQuery } from '../../eventstore/sql.js';
import { unsentCounterCases } from '../../projections/binding-case-queries.js';
import type { CaseDocument } from '../../projections/case-document.js';
import type { SignedIn } from '../sessions/session-service.js';

/** More than a school ever has open at its counter: what is not sent within 30 days is closed. */
const MOST = 200;

/** What a registrar has begun for parents and not sent yet; afterwards it is among what there is to review. */
export async function casesAtTheCounter(db: SqlQuery, session: SignedIn): Promise<readonly CaseDocument[]> {
  if (session.role !== 'registrar') return [];
  return unsentCounterCases(db, session.schoolId, MOST);
}
