/** Which cases a member of staff may read but not decide, by the same rule that would refuse the decision. */
import type { Viewer } from '../../domain/binding/allowed-actions.js';
import { isOwnChild, isOwnEntry } from '../../domain/binding/holders.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import type { CaseDocument } from '../../projections/case-document.js';
import { BOUND } from '../../projections/student-binding.js';

type Barred = NonNullable<Viewer['barred']>;

interface PupilRow {
  readonly studentId: string;
  readonly restricted: boolean;
  readonly tied: boolean;
  /** The reader's own; null for staff without one. */
  readonly personRef: string | null;
  readonly bound: readonly string[];
}

const LOOK_UP = `
  select s.student_id as "studentId", s.restricted,
    exists (select from family_ties t where t.staff_id = $1 and t.student_id = s.student_id) as tied,
    (select person_ref from staff where staff_id = $1) as "personRef",
    (select coalesce(json_agg(distinct b.person_ref), '[]') from student_binding b
     where b.student_id = s.student_id and b.status = any($3::text[])) as bound
  from students s where s.student_id = any($2::text[])`;

/** By requestId; absent where nothing but the holder stands in the way. One query. @throws DatabaseUnavailable */
export async function barredCases(
  db: SqlQuery,
  staffId: string,
  documents: readonly CaseDocument[],
): Promise<ReadonlyMap<string, Barred>> {
  const pupils = [...new Set(documents.map(({ state }) => state.studentId))];
  const { rows } = await db.query<PupilRow>(LOOK_UP, [staffId, pupils, BOUND], 'barred-cases');
  const barred = new Map<string, Barred>();
  for (const { requestId, state } of documents) {
    const pupil = rows.find(({ studentId }) => studentId === state.studentId);
    const why = pupil && whyBarred(state, staffId, pupil);
    if (why) barred.set(requestId, why);
  }
  return barred;
}

function whyBarred(request: CaseDocument['state'], staffId: string, pupil: PupilRow): Barred | undefined {
  const { tied, personRef, bound, restricted } = pupil;
  const reviewer = { tied, ...(personRef !== null && { personRef }) };
  if (isOwnChild(request, reviewer, { boundPersonRefs: bound })) return 'own-child';
  if (isOwnEntry(request, staffId)) return 'own-entry';
  return restricted ? 'held-by-school' : undefined;
}
