import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { numberIndex, pupilContext } from './roster-place.js';

/** A pupil without personal data. */
export interface Pupil {
  readonly studentId: string;
  readonly schoolId: string;
  readonly classId: string;
  /** The pupil's parent login. */
  readonly loginId: string;
  readonly enrolment: 'enrolled' | 'left' | 'graduated' | 'died';
  /** Raised by each correction of the pupil's data; what 確認學生相關資訊 confirms. */
  readonly rosterVersion: number;
}

/** What 確認學生相關資訊 shows, in clear: for the edge to mask, seal or send. Null where the pupil was erased. */
export interface StudentView {
  readonly studentId: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly version: number;
}

const PUPIL = `student_id as "studentId", school_id as "schoolId", class_id as "classId", login_id as "loginId",
  enrolment, roster_version as "rosterVersion"`;

/** Pupils, as the school's roster has them. */
export class Roster {
  constructor(
    private readonly db: SqlQuery,
    private readonly personalData: PersonalDataService,
    private readonly config: Pick<Config, 'indexKey'>,
  ) {}

  /** @throws DatabaseUnavailable, as all methods here */
  async findStudent(studentId: string): Promise<Pupil | null> {
    return this.one('student_id = $1', [studentId]);
  }

  /** The pupil of a parent login. */
  async studentForLogin(loginId: string): Promise<Pupil | null> {
    return this.one('login_id = $1', [loginId]);
  }

  /** For the registrar at the counter; a number of another school is not found. */
  async studentByNumber(schoolId: string, number: string): Promise<Pupil | null> {
    return this.one('school_id = $1 and number_index = $2', [
      schoolId,
      numberIndex(this.config.indexKey, schoolId, number),
    ]);
  }

  /** @throws Unopenable when a value was tampered with */
  async studentView(studentId: string): Promise<StudentView | null> {
    const { rows } = await this.db.query<Pupil & { name: string; number: string }>(
      `select ${PUPIL}, name, number from students where student_id = $1`,
      [studentId],
    );
    const [row] = rows;
    if (!row) return null;
    const { schoolId, classId, rosterVersion } = row;
    const [name = null, number = null] = await this.personalData.openWhatIsLeft([
      { sealed: row.name, context: pupilContext(schoolId, studentId, 'name') },
      { sealed: row.number, context: pupilContext(schoolId, studentId, 'number') },
    ]);
    return { studentId, schoolId, classId, name, number, version: rosterVersion };
  }

  private async one(where: string, values: readonly unknown[]): Promise<Pupil | null> {
    const { rows } = await this.db.query<Pupil>(`select ${PUPIL} from students where ${where}`, values);
    return rows[0] ?? null;
  }
}
