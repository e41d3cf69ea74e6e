import { createHash } from 'node:crypto';
import type { FactsPort } from '../../../activities/ports/facts.js';
import type { Command } from '../../../domain/binding/commands.js';
import type { Facts, Grant, Reviewer } from '../../../domain/binding/facts.js';
import type { BindingState } from '../../../domain/binding/state.js';
import type { ReviewerRole } from '../../../domain/binding/vocabulary.js';
import { CURRENT_CALENDAR } from '../../../domain/calendar/working-days.js';
import { currentConsentText } from '../../../domain/consent/texts.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { asInstant } from '../../../projections/queries/instant-column.js';
import { GAPS_OF_LATE } from '../../adapters/postgres/outages.js';
import { personsBoundTo } from '../../../projections/student-binding/student-binding-queries.js';
import type { Config } from '../../config/config.js';
import { grant, IN_FORCE, RESTRICTED_NOW } from './staff.js';

interface ReviewerRow {
  readonly role: ReviewerRole;
  readonly staffId: string;
  readonly personRef: string | null;
  readonly tied: boolean;
}

interface FactsRow {
  readonly student: (Omit<NonNullable<Facts['student']>, 'personRef'> & { readonly personRef: string | null }) | null;
  readonly reviewers: readonly ReviewerRow[];
  readonly grants: readonly { role: Grant['role']; schoolId: string | null; classId: string | null }[];
  readonly actor: { readonly personRef: string | null; readonly tied: boolean } | null;
  readonly bound: readonly string[];
  readonly closures: NonNullable<Facts['closures']>;
  readonly gaps: NonNullable<Facts['gaps']>;
  /** Null for a pupil who is not there. */
  readonly asksForPaper: boolean | null;
}

/** $1 the pupil, $2 the actor. One statement is one snapshot. */
const LOOK_UP = `
  with student as (
    select student_id, school_id, class_id, enrolment, roster_version, ${RESTRICTED_NOW} as restricted, person_ref
    from students where student_id = $1
  )
  select
    (select json_build_object('studentId', student_id, 'schoolId', school_id, 'classId', class_id,
       'enrolment', enrolment, 'rosterVersion', roster_version, 'restricted', restricted, 'personRef', person_ref)
     from student) as student,
    (select coalesce(json_agg(distinct jsonb_build_object('role', g.role, 'staffId', g.staff_id,
       'personRef', s.person_ref, 'tied', t.staff_id is not null)), '[]')
     from student
     join staff_grants g on g.school_id = student.school_id and (g.role in ('registrar', 'director')
       or (g.role = 'class-teacher' and g.class_id = student.class_id))
     join staff s on s.staff_id = g.staff_id
     left join family_ties t on t.staff_id = g.staff_id and t.student_id = $1
     where ${IN_FORCE}) as reviewers,
    (select coalesce(json_agg(distinct jsonb_build_object('role', role, 'schoolId', school_id, 'classId', class_id)), '[]')
     from staff_grants where staff_id = $2 and ${IN_FORCE}) as grants,
    (select json_build_object('personRef', person_ref, 'tied',
       exists (select from family_ties t where t.staff_id = $2 and t.student_id = $1))
     from staff where staff_id = $2) as actor,
    ${personsBoundTo('$1')} as bound,
    (select coalesce(json_agg(json_build_object('from', from_day, 'to', to_day) order by from_day, to_day), '[]')
     from closures where school_id is null or school_id = (select school_id from student)) as closures,
    (select coalesce(json_agg(json_build_object('from', ${asInstant('from_at')}, 'to', ${asInstant('to_at')})
       order by from_at), '[]') from (${GAPS_OF_LATE}) as gaps) as gaps,
    (select asks_for_paper from schools join student using (school_id)) as "asksForPaper"`;

const CONSENT_TEXT = consentTextNow();

/**
 * What the rules need to know, in one query on the roster and on who is bound.
 * @param clock the time of the decision, and so of its events.
 */
export function createFacts(
  db: SqlQuery,
  config: Pick<Config, 'policyVersion'>,
  clock: () => Date = () => new Date(),
): FactsPort {
  return {
    /** @throws DatabaseUnavailable */
    async lookUp(state, command) {
      const { rows } = await db.query<FactsRow>(LOOK_UP, [pupilOf(state, command), command.actor.id], 'binding-facts');
      const [row] = rows;
      if (!row) throw new Error('the look-up of facts answered no row');
      return {
        now: clock().toISOString(),
        ...(row.student && { student: asThisSchool(withoutNull(row.student), state) }),
        reviewers: {
          'class-teacher': reviewers(row, 'class-teacher'),
          registrar: reviewers(row, 'registrar'),
          director: reviewers(row, 'director'),
        },
        actor: { ...withoutNull(row.actor ?? { personRef: null, tied: false }), grants: row.grants.map(grant) },
        boundPersonRefs: row.bound,
        consentText: CONSENT_TEXT,
        calendarVersion: CURRENT_CALENDAR,
        closures: row.closures,
        gaps: row.gaps,
        asksForPaper: row.asksForPaper === true,
        policyVersion: config.policyVersion,
      };
    },
  };
}

/** Before a request is opened only the command knows the pupil; a request that does not exist has none. */
function pupilOf(state: BindingState, command: Command): string {
  if (state) return state.studentId;
  return command.type === 'Open' ? command.data.studentId : '';
}

type Student = NonNullable<Facts['student']>;

/** For a case of the school that a pupil has moved away from, the pupil has left. */
function asThisSchool(student: Student, state: BindingState): Student {
  if (state === null || state.schoolId === student.schoolId) return student;
  return { ...student, schoolId: state.schoolId, classId: state.classId, enrolment: 'left' };
}

function reviewers({ reviewers: rows }: FactsRow, role: ReviewerRole): Reviewer[] {
  return rows
    .filter((row) => row.role === role)
    .map(({ staffId, personRef, tied }) => withoutNull({ staffId, personRef, tied }));
}

function withoutNull<T extends { readonly personRef: string | null }>(
  row: T,
): Omit<T, 'personRef'> & { readonly personRef?: string } {
  const { personRef, ...others } = row;
  return personRef === null ? others : { ...others, personRef };
}

function consentTextNow(): Facts['consentText'] {
  const { version, text, since } = currentConsentText();
  const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
  return { version, sha256, ...(since !== undefined && { since }) };
}
