/** 學生查詢: pupils of a school for its office. Names are masked by the caller. */
import { boundCountOf, hasOpenCase } from '../../../../projections/student-binding/student-binding-queries.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { numberIndex, pupilContext } from '../roster-place.js';
import { RESTRICTED_NOW } from '../staff.js';

export type BindingState = 'none' | 'open' | 'bound-1' | 'bound-2';
export type PupilStatus = 'enrolled' | 'suspended' | 'graduated' | 'left' | 'died';

export interface ListedPupil {
  readonly studentId: string;
  readonly classId: string;
  /** In clear; null for an erased pupil. */
  readonly number: string | null;
  readonly name: string | null;
  readonly status: PupilStatus;
  readonly binding: BindingState;
  readonly restricted: boolean;
  /** Whether the first password was changed. */
  readonly activated: boolean;
}

export interface PupilFilter {
  readonly classId?: string;
  /** A student number, or a part of a number or a name. */
  readonly q?: string;
  readonly enrolledOnly?: true;
}

interface Row extends Omit<ListedPupil, 'number' | 'name' | 'binding' | 'status'> {
  readonly number: string;
  readonly name: string;
  readonly enrolment: Exclude<PupilStatus, 'suspended'>;
  readonly suspended: boolean;
  readonly bound: number;
  readonly open: boolean;
}

/** A link is in force while the pupil is at the school. $1 is the school. */
const SELECT = `
  select s.student_id as "studentId", s.class_id as "classId", s.number, s.name, s.enrolment, s.suspended,
    ${RESTRICTED_NOW} as restricted,
    (select l.password_hash is not null and l.one_time_until is null from parent_logins l
     where l.student_id = s.student_id) as activated,
    case when s.enrolment = 'enrolled' then ${boundCountOf('s.student_id')} else 0 end as bound,
    ${hasOpenCase('s.student_id')} as open
  from students s where s.school_id = $1`;
const GROUP = 500;

export class PupilList {
  constructor(
    private readonly db: SqlQuery,
    private readonly personalData: PersonalDataService,
    private readonly indexKey: Buffer,
  ) {}

  /** By class, then by studentId. @param after studentId and class of the last one of the page before. @throws DatabaseUnavailable */
  async page(
    schoolId: string,
    { classId, q, enrolledOnly }: PupilFilter,
    after: readonly [classId: string, studentId: string] | null,
    limit: number,
  ): Promise<readonly ListedPupil[]> {
    const exact = q === undefined ? null : await this.byNumber(schoolId, q, classId);
    if (exact) return after === null ? [exact] : [];
    const found: ListedPupil[] = [];
    let [afterClass, afterId] = after ?? ['', ''];
    // Names are sealed, so that a part of one is looked for in the open, group by group.
    for (let more = true; more && found.length < limit;) {
      const { rows } = await this.db.query<Row>(
        `${SELECT} and ($2::text is null or s.class_id = $2) and ($3 = false or s.enrolment = 'enrolled')
           and (s.class_id, s.student_id) > ($4, $5) order by s.class_id, s.student_id limit $6`,
        [schoolId, classId ?? null, enrolledOnly === true, afterClass, afterId, q === undefined ? limit : GROUP],
      );
      const last = rows.at(-1);
      if (last) [afterClass, afterId] = [last.classId, last.studentId];
      more = q !== undefined && rows.length === GROUP;
      found.push(...(await this.opened(schoolId, rows)).filter((pupil) => q === undefined || matches(pupil, q)));
    }
    return found.slice(0, limit);
  }

  /** Null for a pupil of another school, and for none. */
  async find(schoolId: string, studentId: string): Promise<ListedPupil | null> {
    const { rows } = await this.db.query<Row>(`${SELECT} and s.student_id = $2`, [schoolId, studentId]);
    return (await this.opened(schoolId, rows))[0] ?? null;
  }

  private async byNumber(schoolId: string, number: string, classId: string | undefined): Promise<ListedPupil | null> {
    const { rows } = await this.db.query<Row>(
      `${SELECT} and s.number_index = $2 and ($3::text is null or s.class_id = $3) order by s.enrolment = 'enrolled' desc limit 1`,
      [schoolId, numberIndex(this.indexKey, schoolId, number), classId ?? null],
    );
    return (await this.opened(schoolId, rows))[0] ?? null;
  }

  private async opened(schoolId: string, rows: readonly Row[]): Promise<readonly ListedPupil[]> {
    const values = await this.personalData.openWhatIsLeft(
      rows.flatMap(({ studentId, number, name }) => [
        { sealed: number, context: pupilContext(schoolId, studentId, 'number') },
        { sealed: name, context: pupilContext(schoolId, studentId, 'name') },
      ]),
    );
    return rows.map(({ enrolment, suspended, bound, open, activated, studentId, classId, restricted }, i) => ({
      studentId,
      classId,
      restricted,
      activated: activated === true,
      number: values[2 * i] ?? null,
      name: values[2 * i + 1] ?? null,
      status: enrolment === 'enrolled' && suspended ? 'suspended' : enrolment,
      binding: bound > 1 ? 'bound-2' : bound === 1 ? 'bound-1' : open ? 'open' : 'none',
    }));
  }
}

function matches({ number, name }: ListedPupil, q: string): boolean {
  const wanted = q.normalize('NFKC').trim().toLowerCase();
  return [number, name].some((value) => value?.toLowerCase().includes(wanted));
}
