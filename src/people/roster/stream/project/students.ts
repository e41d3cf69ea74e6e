/** Pupils and their parent logins. */
import type { Projection } from './run.js';
import { column, oneByOne, type Projecting, type Run } from './run.js';
import { pupilIndexes } from './pupil-indexes.js';
import { leaveSchool } from './leaving.js';
import { tellCases } from './tell-cases.js';

type Students = Pick<
  Projection,
  | 'StudentEnrolled'
  | 'StudentDataChanged'
  | 'ClassChanged'
  | 'StudentLeft'
  | 'StudentReturned'
  | 'StudentRestricted'
  | 'StudentRestrictionLifted'
>;

export const STUDENTS: Students = {
  StudentEnrolled: enrol,
  StudentDataChanged: changeData,
  ClassChanged: changeClass,
  StudentLeft: leaveSchool,
  StudentReturned: comeBack,
  StudentRestricted: oneByOne(({ tx, schoolId }, { data }) =>
    tx.query(
      `update students set restricted = true, restricted_from = $3, restricted_to = $4
       where student_id = $1 and school_id = $2`,
      [data.studentId, schoolId, data.from, data.to ?? null],
    ),
  ),
  StudentRestrictionLifted: oneByOne(({ tx, schoolId }, { data }) =>
    tx.query(
      `update students set restricted = false, restricted_from = null, restricted_to = null
       where student_id = $1 and school_id = $2`,
      [data.studentId, schoolId],
    ),
  ),
};

/** A pupil of another school keeps studentId and links; the old login ends, the new one begins with the ID number. */
async function enrol(to: Projecting, run: Run<'StudentEnrolled'>): Promise<void> {
  const { tx, schoolId } = to;
  const ids = column(run, ({ studentId }) => studentId);
  const moved = run.filter(({ data }) => data.movedFrom !== undefined);
  if (moved.length > 0) await leaveOldSchool(to, moved);
  const indexes = await pupilIndexes(
    to,
    column(run, (data) => data),
  );
  await tx.query(
    `insert into students (school_id, student_id, login_id, class_id, person_ref, name, number, id_number, suspended,
       excluded, number_index, id_index, enrolment, roster_version)
     select $1, r.*, 'enrolled', 1 from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::boolean[], $10::text[], $11::bytea[], $12::bytea[])
       as r (student_id, login_id, class_id, person_ref, name, number, id_number, suspended, excluded, number_index, id_index)
     on conflict (student_id) do update set school_id = excluded.school_id, login_id = excluded.login_id,
       class_id = excluded.class_id, person_ref = excluded.person_ref, name = excluded.name, number = excluded.number,
       id_number = excluded.id_number, suspended = excluded.suspended, excluded = excluded.excluded,
       number_index = excluded.number_index, id_index = excluded.id_index, enrolment = 'enrolled',
       roster_version = students.roster_version + 1`,
    [
      schoolId,
      ids,
      column(run, ({ loginId }) => loginId),
      column(run, ({ classId }) => classId),
      column(run, ({ personRef }) => personRef),
      column(run, ({ name }) => name),
      column(run, ({ number }) => number),
      column(run, ({ idNumber }) => idNumber),
      column(run, ({ suspended }) => suspended),
      column(run, ({ excluded }) => excluded ?? null),
      indexes.map(({ number }) => number),
      indexes.map(({ idNumber }) => idNumber),
    ],
  );
  await tx.query(
    `insert into parent_logins (school_id, login_id, student_id, account_index)
     select $1, r.* from unnest($2::text[], $3::text[], $4::bytea[]) as r`,
    [schoolId, column(run, ({ loginId }) => loginId), ids, indexes.map(({ account }) => account)],
  );
  await tellCases(
    to,
    moved.map(({ data }) => data.studentId),
  );
}

async function leaveOldSchool({ tx, schoolId }: Projecting, moved: Run<'StudentEnrolled'>): Promise<void> {
  const ids = column(moved, ({ studentId }) => studentId);
  await tx.query(
    `insert into student_moves (student_id, from_school, to_school)
     select r.student_id, r.from_school, $1 from unnest($2::text[], $3::text[]) as r (student_id, from_school)
     on conflict (student_id, from_school, to_school) do update set told = false`,
    [schoolId, ids, column(moved, ({ movedFrom }) => movedFrom ?? '')],
  );
  await tx.query('delete from student_moves where student_id = any($1) and from_school = $2', [ids, schoolId]);
  await tx.query('delete from student_corrections where student_id = any($1)', [ids]);
  await tx.query(
    `with gone as (delete from parent_logins where student_id = any($1) returning login_id)
     delete from sessions where kind = 'parent' and principal_id in (select login_id from gone)`,
    [ids],
  );
}

async function changeData(to: Projecting, run: Run<'StudentDataChanged'>): Promise<void> {
  const { tx, schoolId } = to;
  // Two events about one pupil in one statement would lose the first.
  for (const part of withoutRepetition(run)) {
    const ids = column(part, ({ studentId }) => studentId);
    await noteCorrections(to, part);
    const indexes = await pupilIndexes(
      to,
      column(part, (data) => data),
    );
    const numbers = part.flatMap(({ data }, i) =>
      data.number === undefined ? [] : [{ id: data.studentId, ...indexes[i] }],
    );
    // Pupils who exchange their numbers: no two may have the same for a moment.
    await tx.query(
      `update students set number_index = sha256(student_id::bytea) where student_id = any($1) and school_id = $2`,
      [numbers.map(({ id }) => id), schoolId],
    );
    await tx.query(
      `update parent_logins set account_index = sha256(student_id::bytea) where student_id = any($1) and school_id = $2`,
      [numbers.map(({ id }) => id), schoolId],
    );
    await tx.query(
      `update students s set name = coalesce(r.name, s.name), number = coalesce(r.number, s.number),
         id_number = coalesce(r.id_number, s.id_number), person_ref = coalesce(r.person_ref, s.person_ref),
         suspended = coalesce(r.suspended, s.suspended),
         excluded = case when r.excluded is null then s.excluded else nullif(r.excluded, '') end,
         number_index = coalesce(r.number_index, s.number_index), id_index = coalesce(r.id_index, s.id_index),
         roster_version = s.roster_version + case when r.name is null and r.number is null then 0 else 1 end
       from unnest($1::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::bytea[],
         $10::bytea[]) as r (student_id, name, number, id_number, person_ref, suspended, excluded, number_index, id_index)
       where s.student_id = r.student_id and s.school_id = $2`,
      [
        ids,
        schoolId,
        column(part, ({ name }) => name ?? null),
        column(part, ({ number }) => number ?? null),
        column(part, ({ idNumber }) => idNumber ?? null),
        column(part, ({ personRef }) => personRef ?? null),
        column(part, ({ suspended }) => suspended ?? null),
        column(part, ({ excluded }) => excluded ?? null),
        indexes.map(({ number }) => number),
        indexes.map(({ idNumber }) => idNumber),
      ],
    );
    await tx.query(
      `update parent_logins l set account_index = r.account from unnest($1::text[], $3::bytea[]) as r (student_id, account)
       where l.student_id = r.student_id and l.school_id = $2`,
      [numbers.map(({ id }) => id), schoolId, numbers.map(({ account }) => account ?? null)],
    );
  }
}

/** What a correction replaced: an older export that still has it would undo the correction. */
async function noteCorrections({ tx }: Projecting, part: Run<'StudentDataChanged'>): Promise<void> {
  for (const field of ['name', 'number'] as const) {
    const changed = part.filter(({ data }) => data[field] !== undefined);
    const here = changed.filter(({ data }) => data.corrected === true);
    await tx.query(
      `insert into student_corrections (student_id, field, before, replaced)
       select student_id, $2, ${field}, ${field} from students where student_id = any($1)
       on conflict (student_id, field) do update set replaced = excluded.replaced`,
      [column(here, ({ studentId }) => studentId), field],
    );
    const byFile = changed.filter((event) => !here.includes(event));
    await forgetCorrections(
      tx,
      column(byFile, ({ studentId }) => studentId),
      field,
    );
  }
}

async function forgetCorrections(tx: Projecting['tx'], ids: readonly string[], field: string): Promise<void> {
  if (ids.length > 0)
    await tx.query('delete from student_corrections where student_id = any($1) and field = $2', [ids, field]);
}

async function changeClass(to: Projecting, run: Run<'ClassChanged'>): Promise<void> {
  const { tx, schoolId } = to;
  for (const part of withoutRepetition(run)) {
    const here = part.filter(({ data }) => data.corrected === true);
    await tx.query(
      `insert into student_corrections (student_id, field, before, replaced)
       select student_id, 'classId', class_id, class_id from students where student_id = any($1)
       on conflict (student_id, field) do update set replaced = excluded.replaced`,
      [column(here, ({ studentId }) => studentId)],
    );
    const byFile = part.filter((event) => !here.includes(event));
    await forgetCorrections(
      tx,
      column(byFile, ({ studentId }) => studentId),
      'classId',
    );
    const ids = column(part, ({ studentId }) => studentId);
    await tx.query(
      `update students s set class_id = r.class_id,
         roster_version = s.roster_version + case when r.with_data then 0 else 1 end
       from unnest($1::text[], $2::text[], $4::boolean[]) as r (student_id, class_id, with_data)
       where s.student_id = r.student_id and s.school_id = $3`,
      [ids, column(part, ({ classId }) => classId), schoolId, column(part, ({ withData }) => withData === true)],
    );
    await tellCases(to, ids);
  }
}

async function comeBack(to: Projecting, run: Run<'StudentReturned'>): Promise<void> {
  const { tx, schoolId } = to;
  const ids = column(run, ({ studentId }) => studentId);
  await tx.query(
    `update students s set enrolment = 'enrolled', class_id = r.class_id, suspended = r.suspended,
       roster_version = s.roster_version + 1
     from unnest($1::text[], $2::text[], $3::boolean[]) as r (student_id, class_id, suspended)
     where s.student_id = r.student_id and s.school_id = $4`,
    [ids, column(run, ({ classId }) => classId), column(run, ({ suspended }) => suspended), schoolId],
  );
  await tx.query('update parent_logins set ended_at = null where student_id = any($1) and school_id = $2', [
    ids,
    schoolId,
  ]);
  await tellCases(to, ids);
}

function withoutRepetition<T extends 'StudentDataChanged' | 'ClassChanged'>(run: Run<T>): readonly Run<T>[] {
  const parts: { seen: Set<string>; events: Run<T>[number][] }[] = [];
  for (const event of run) {
    const id = (event.data as { readonly studentId: string }).studentId;
    const last = parts.at(-1);
    if (last && !last.seen.has(id)) {
      last.seen.add(id);
      last.events.push(event);
    } else parts.push({ seen: new Set([id]), events: [event] });
  }
  return parts.map(({ events }) => events);
}
