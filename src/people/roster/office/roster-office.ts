/** What the office changes in the roster by hand, one pupil, member of staff, class or day at a time. Each writes events. */
import type { Actor } from '../../../../domain/binding/metadata.js';
import { deriveId } from '../../../../domain/ids.js';
import type { Ending, SchoolEvent } from '../../../../domain/school/events.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { SchoolStreams } from '../stream/school-streams.js';
import { staffOfSchool } from '../staff.js';

export const ENDINGS = ['left', 'graduated', 'died'] as const satisfies readonly Ending[];

/** Who asks, by which command: the same command again changes nothing. */
export interface By {
  readonly commandId: string;
  readonly actor: Actor;
}

export interface PupilOf {
  readonly schoolId: string;
  readonly studentId: string;
}

/** All methods @throws RosterBusy, Unavailable, DatabaseUnavailable: send the same command again. */
export class RosterOffice {
  constructor(private readonly streams: SchoolStreams) {}

  /** The class must be one of the school's. */
  moveToClass(by: By, { schoolId, studentId }: PupilOf, classId: string): Promise<void> {
    return this.write(by, schoolId, async (db) => {
      const { rows } = await db.query<{ classId: string }>(
        'select class_id as "classId" from students where student_id = $1 and school_id = $2',
        [studentId, schoolId],
      );
      if (rows[0]?.classId === classId) return [];
      return [{ type: 'ClassChanged', data: { studentId, classId, corrected: true } }];
    });
  }

  leave(by: By, { schoolId, studentId }: PupilOf, as: Ending): Promise<void> {
    return this.write(by, schoolId, async (db) => {
      const { rows } = await db.query<{ enrolment: string }>(
        'select enrolment from students where student_id = $1 and school_id = $2',
        [studentId, schoolId],
      );
      return rows[0]?.enrolment === as ? [] : [{ type: 'StudentLeft', data: { studentId, as } }];
    });
  }

  /** @returns false where nobody has the account at the school */
  async setFamilyTie(by: By, { schoolId, studentId }: PupilOf, account: string, tied: boolean): Promise<boolean> {
    const staffId = await staffOfSchool(this.streams.places.db, schoolId, account);
    if (staffId === null) return false;
    await this.write(by, schoolId, async (db) => {
      const { rowCount } = await db.query('select 1 from family_ties where staff_id = $1 and student_id = $2', [
        staffId,
        studentId,
      ]);
      if (rowCount > 0 === tied) return [];
      return [{ type: tied ? 'FamilyTieSet' : 'FamilyTieEnded', data: { staffId, studentId } }];
    });
    return true;
  }

  /** A day without office work at these schools; each has it in its own stream. */
  async closeDay(by: By, day: string, schoolIds: readonly string[]): Promise<void> {
    for (const schoolId of schoolIds) {
      const command = { ...by, commandId: deriveId(by.commandId, schoolId) };
      await this.write(command, schoolId, async (db) => {
        const { rowCount } = await db.query(
          'select 1 from closures where school_id = $1 and from_day = $2 and to_day = $2',
          [schoolId, day],
        );
        return rowCount > 0 ? [] : [{ type: 'DayClosed', data: { day } }];
      });
    }
  }

  setSubstitute(
    by: By,
    schoolId: string,
    substitute: { readonly classId: string; readonly staffId: string; readonly from: string; readonly to: string },
  ): Promise<void> {
    return this.write(by, schoolId, () => Promise.resolve([{ type: 'SubstituteSet', data: substitute }]));
  }

  endSubstitute(by: By, schoolId: string, classId: string): Promise<void> {
    return this.write(by, schoolId, async (db) => {
      const { rowCount } = await db.query(
        `select 1 from staff_grants where school_id = $1 and class_id = $2 and substitute
           and valid_to >= (now() at time zone 'Asia/Taipei')::date`,
        [schoolId, classId],
      );
      return rowCount > 0 ? [{ type: 'SubstituteEnded', data: { classId } }] : [];
    });
  }

  private async write(
    { commandId, actor }: By,
    schoolId: string,
    decide: (db: SqlQuery) => Promise<readonly SchoolEvent[]>,
  ): Promise<void> {
    await this.streams.write({ schoolId, commandId, actor }, async (db) => ({
      events: await decide(db),
      result: undefined,
    }));
  }
}
