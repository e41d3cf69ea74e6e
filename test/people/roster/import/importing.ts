/** A demo school into which files are brought, by the import that the API and the command line use. */
import { randomUUID } from 'node:crypto';
import { PostgresLog } from '../../../../eventstore/postgres/postgres-log.js';
import type { EventLog, StoredEvent } from '../../../../eventstore/port.js';
import type { ImportRow } from '../../../../src/people/roster/import/import-rows.js';
import { RosterImports } from '../../../../src/people/roster/import/roster-imports.js';
import { SchoolStreams } from '../../../../src/people/roster/stream/school-streams.js';
import { openDemoSchool, type DemoSchool } from '../demo-school.js';

export const REGISTRAR = { id: 'the-registrar', role: 'registrar' } as const;
export const ADMINISTRATOR = { id: 'the-administrator', role: 'administrator' } as const;

/** The pupils of T99 as the demonstration has them. */
export const T99 = `學號,姓名,身分證統一編號,班級
10630008,尹安安,A200000003,301
10630009,王小明,A100000001,301
10630010,李佳穎,A200000012,301
10630011,陳宥廷,A100000010,301
10630012,黃子晴,A200000021,301
10630013,吳承恩,A100000029,301
10630014,林書宇,A100000038,301
10630021,張雅婷,A200000030,302
10630022,劉家豪,A100000047,302
10630023,王小華,A200000049,302
10630031,蔡明哲,A100000056,303
`;

export class ImportingSchool {
  readonly imports: RosterImports;

  private constructor(
    readonly school: DemoSchool,
    readonly log: EventLog,
    readonly streams: SchoolStreams,
  ) {
    this.imports = new RosterImports(streams);
  }

  static async open(): Promise<ImportingSchool> {
    const school = await openDemoSchool();
    const log = new PostgresLog(school.db);
    const { db, personalData, config } = school;
    return new ImportingSchool(school, log, new SchoolStreams({ db, log, personalData, config }));
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.school.close();
  }

  async bring(
    file: string | Buffer,
    {
      dryRun = false,
      schoolId = 'T99' as string | null,
      by = REGISTRAR as ImportRow['by'],
      name = 'students.csv',
    } = {},
  ): Promise<ImportRow> {
    const importId = randomUUID();
    const bytes = Buffer.from(file);
    await this.imports.rows.begin({ importId, schoolId, by, fileName: name, bytes, dryRun, lines: 0 });
    return (await this.imports.work(importId)) as ImportRow;
  }

  async confirm({ importId }: ImportRow): Promise<ImportRow> {
    await this.imports.rows.confirm(importId, REGISTRAR);
    return (await this.imports.work(importId)) as ImportRow;
  }

  async events(schoolId = 'T99'): Promise<readonly StoredEvent[]> {
    return this.log.readStream(`school-${schoolId}`);
  }

  async types(from: number, schoolId = 'T99'): Promise<readonly string[]> {
    return (await this.events(schoolId)).slice(from).map(({ type }) => type);
  }

  /** `class number name state`, for each pupil of the school, in order. */
  async pupils(schoolId = 'T99'): Promise<readonly string[]> {
    const { rows } = await this.school.db.query<Record<'id' | 'c' | 'name' | 'number' | 'e', string>>(
      `select student_id as id, class_id as c, name, number, enrolment as e from students where school_id = $1`,
      [schoolId],
    );
    const open = (sealed: string, subject: string, field: string) =>
      this.school.personalData.open(sealed, { stream: `school-${schoolId}`, subject, field });
    const lines = [];
    for (const { id, c, name, number, e } of rows)
      lines.push([c, await open(number, id, 'number'), await open(name, id, 'name'), e].join(' '));
    return lines.toSorted();
  }
}
