/** The school itself, its classes and closed days, and what became of imports, conflicts and passwords. */
import { column, oneByOne, type Projecting, type Projection, type Run } from './run.js';

type School = Pick<
  Projection,
  | 'SchoolAdded'
  | 'SchoolDataChanged'
  | 'ClassAdded'
  | 'DayClosed'
  | 'PasswordReset'
  | 'RosterImportHeld'
  | 'RosterImportApplied'
  | 'ConflictResolved'
>;

export const SCHOOL: School = {
  SchoolAdded: oneByOne(putSchool),
  SchoolDataChanged: oneByOne(putSchool),
  ClassAdded: async ({ tx, schoolId }, run) => {
    await tx.query('insert into classes (school_id, class_id) select $1, unnest($2::text[]) on conflict do nothing', [
      schoolId,
      column(run, ({ classId }) => classId),
    ]);
  },
  DayClosed: async (to, run) => {
    const days = column(run, ({ day }) => day);
    await to.tx.query(
      `insert into closures (school_id, from_day, to_day, kind) select $1, day, day, 'suspended' from unnest($2::date[]) as day
       on conflict do nothing`,
      [to.schoolId, days],
    );
    await to.tx.query(
      `insert into roster_outbox (kind, subject, detail, school_id) select 'closed-day', $1, unnest($2::text[]), $1
       on conflict do nothing`,
      [to.schoolId, days],
    );
  },
  // The one-time code is no part of the log: it stands with the password, where the command wrote it.
  PasswordReset: () => Promise.resolve(),
  RosterImportHeld: () => Promise.resolve(),
  RosterImportApplied: oneByOne(endImport),
  ConflictResolved: oneByOne(({ tx }, { data }) =>
    tx.query('update roster_conflicts set kept = $2 where conflict_id = $1', [data.conflictId, data.keep]),
  ),
};

async function putSchool(
  { tx, schoolId }: Projecting,
  { data }: Run<'SchoolAdded' | 'SchoolDataChanged'>[number],
): Promise<void> {
  await tx.query(
    'insert into districts (district_code, name) values ($1, $2) on conflict (district_code) do update set name = $2',
    [data.districtCode, data.district],
  );
  await tx.query(
    `insert into schools (school_id, district_code, name, telephone, registrar_extension, asks_for_paper)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (school_id) do update set district_code = $2, name = $3, telephone = $4, registrar_extension = $5,
       asks_for_paper = $6`,
    [schoolId, data.districtCode, data.name, data.telephone, data.registrarExtension, data.asksForPaper],
  );
}

async function endImport(
  { tx, schoolId }: Projecting,
  { data, at }: Run<'RosterImportApplied'>[number],
): Promise<void> {
  await tx.query(
    `insert into roster_conflicts (conflict_id, school_id, student_id, field, file, found_at)
     select r."conflictId", $1, r."studentId", r.field, r.file, $3
     from jsonb_to_recordset($2::jsonb) as r ("conflictId" uuid, "studentId" text, field text, file text)
     on conflict (student_id, field) where kept is null do update set file = excluded.file, found_at = excluded.found_at`,
    [schoolId, JSON.stringify(data.conflicts), at],
  );
  await tx.query(
    `update roster_imports set status = 'applied', counts = $2::jsonb, file = null, finished_at = now(), runner = null
     where import_id = $1 and status = 'applying'`,
    [data.importId, JSON.stringify(data.counts)],
  );
}
