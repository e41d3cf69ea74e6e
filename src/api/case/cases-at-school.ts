import type { SqlQuery } from '../../../eventstore/sql.js';
import { disputedCases, unsentCounterCases } from '../../../projections/binding-case/binding-case-queries.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import type { SignedIn } from '../../people/accounts/session-service.js';

/** More than a school ever has open at its counter: what is not sent within 30 days is closed. */
const MOST = 200;

/** What waits for an office before anything was sent; afterwards it is among what there is to review. */
export async function casesBeforeSending(db: SqlQuery, session: SignedIn): Promise<readonly CaseDocument[]> {
  const { role, schoolId } = session;
  if (role !== 'registrar' && role !== 'director') return [];
  const disputed = await disputedCases(db, schoolId, MOST);
  // The director is asked once the registrar has not answered in time.
  if (role === 'director') return disputed.filter(({ state }) => state.dispute?.holder !== 'registrar');
  const entered = await unsentCounterCases(db, schoolId, MOST);
  const known = new Set(disputed.map(({ requestId }) => requestId));
  return [...disputed, ...entered.filter(({ requestId }) => !known.has(requestId))];
}
