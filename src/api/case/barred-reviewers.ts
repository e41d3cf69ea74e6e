/** Which cases a member of staff may read but not decide, by the same rule that would refuse the decision. */
import type { Viewer } from '../../../domain/binding/allowed-actions.js';
import { isOwnChild, isOwnEntry } from '../../../domain/binding/review/holders.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { personsBoundTo } from '../../../projections/student-binding/student-binding-queries.js';
import { RESTRICTED_NOW } from '../../people/roster/staff.js';
import { batchedLookUp } from '../../adapters/postgres/batched-look-up.js';

type Barred = NonNullable<Viewer['barred']>;

interface PupilRow {
  readonly studentId: string;
  readonly restricted: boolean;
  readonly tied: boolean;
  /** The reader's own; null for staff without one. */
  readonly personRef: string | null;
  readonly bound: readonly string[];
}

interface Query {
  readonly staffId: string;
  readonly studentId: string;
}

/** $1 readers and $2 pupils, as two arrays of the same length. */
const LOOK_UP = `
  select nth::integer, student_id as "studentId", ${RESTRICTED_NOW} as restricted,
    exists (select from family_ties t where t.staff_id = asked.staff_id and t.student_id = s.student_id) as tied,
    (select person_ref from staff where staff.staff_id = asked.staff_id) as "personRef",
    ${personsBoundTo('s.student_id')} as bound
  from unnest($1::text[], $2::text[]) with ordinality as asked (staff_id, student_id, nth)
  join students s using (student_id)`;

export class BarredCases {
  private readonly pupilFor: (asked: Query) => Promise<PupilRow | null>;

  constructor(db: SqlQuery) {
    this.pupilFor = batchedLookUp((asked) => lookUp(db, asked));
  }

  /** By requestId; absent where nothing but the holder stands in the way. One query. @throws DatabaseUnavailable */
  async of(staffId: string, documents: readonly CaseDocument[]): Promise<ReadonlyMap<string, Barred>> {
    const studentIds = [...new Set(documents.map(({ state }) => state.studentId))];
    const pupils = await Promise.all(studentIds.map((studentId) => this.pupilFor({ staffId, studentId })));
    const barred = new Map<string, Barred>();
    for (const { requestId, state } of documents) {
      const pupil = pupils.find((one) => one?.studentId === state.studentId);
      const why = pupil && whyBarred(state, staffId, pupil);
      if (why) barred.set(requestId, why);
    }
    return barred;
  }
}

async function lookUp(db: SqlQuery, asked: readonly Query[]): Promise<readonly (PupilRow | null)[]> {
  const sides = [asked.map(({ staffId }) => staffId), asked.map(({ studentId }) => studentId)];
  const { rows } = await db.query<PupilRow & { nth: number }>(LOOK_UP, sides, 'barred-cases');
  const found = new Map(rows.map((row) => [row.nth, row]));
  return asked.map((_, i) => found.get(i + 1) ?? null);
}

function whyBarred(request: CaseDocument['state'], staffId: string, pupil: PupilRow): Barred | undefined {
  const { tied, personRef, bound, restricted } = pupil;
  const reviewer = { tied, ...(personRef !== null && { personRef }) };
  if (isOwnChild(request, reviewer, { boundPersonRefs: bound })) return 'own-child';
  if (isOwnEntry(request, staffId)) return 'own-entry';
  return restricted ? 'held-by-school' : undefined;
}
