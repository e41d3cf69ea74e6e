/** Staff, their offices and classes. Days of a grant are days in Taipei, the last one included. */
import { taipeiDay } from '../../../../../domain/calendar/taipei.js';
import { column, oneByOne, type Projecting, type Projection, type Run } from './run.js';

type Staff = Pick<
  Projection,
  | 'StaffAdded'
  | 'StaffDataChanged'
  | 'StaffRemoved'
  | 'RolesChanged'
  | 'TeacherAssigned'
  | 'TeacherUnassigned'
  | 'SubstituteSet'
  | 'SubstituteEnded'
  | 'FamilyTieSet'
  | 'FamilyTieEnded'
>;

const CLASS_TEACHER = `role = 'class-teacher' and school_id = $1 and class_id = $2`;

export const STAFF: Staff = {
  StaffAdded: addStaff,
  StaffDataChanged: oneByOne(({ tx }, { data }) =>
    tx.query(
      `update staff set name = coalesce($2, name), email = coalesce($3, email), id_number = coalesce($4, id_number),
         person_ref = coalesce($5, person_ref) where staff_id = $1`,
      [data.staffId, data.name ?? null, data.email ?? null, data.idNumber ?? null, data.personRef ?? null],
    ),
  ),
  StaffRemoved: removeStaff,
  RolesChanged: oneByOne(changeRoles),
  TeacherAssigned: oneByOne(({ tx, schoolId }, { data }) =>
    tx.query(
      `insert into staff_grants (staff_id, role, school_id, class_id, valid_from) values ($1, 'class-teacher', $2, $3, $4)
       on conflict (staff_id, role, school_id, class_id, valid_from) do update set valid_to = null, substitute = false`,
      [data.staffId, schoolId, data.classId, data.from],
    ),
  ),
  TeacherUnassigned: oneByOne(async ({ tx, schoolId }, { data }) => {
    const values = [schoolId, data.classId, data.staffId, data.to];
    const own = `${CLASS_TEACHER} and staff_id = $3 and not substitute`;
    await tx.query(`delete from staff_grants where ${own} and valid_from > $4`, values);
    await tx.query(
      `update staff_grants set valid_to = $4 where ${own} and (valid_to is null or valid_to > $4)`,
      values,
    );
  }),
  SubstituteSet: oneByOne(async (to, event) => {
    const { classId, staffId, from, to: last } = event.data;
    await endSubstitute(to, classId, event.at);
    await to.tx.query(
      `insert into staff_grants (staff_id, role, school_id, class_id, valid_from, valid_to, substitute)
       values ($1, 'class-teacher', $2, $3, $4, $5, true)
       on conflict (staff_id, role, school_id, class_id, valid_from) do update
         set valid_to = greatest(excluded.valid_to, staff_grants.valid_to)`,
      [staffId, to.schoolId, classId, from, last],
    );
  }),
  SubstituteEnded: oneByOne((to, { data, at }) => endSubstitute(to, data.classId, at)),
  FamilyTieSet: async ({ tx }, run) => {
    await tx.query(
      `insert into family_ties (staff_id, student_id) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
      [column(run, ({ staffId }) => staffId), column(run, ({ studentId }) => studentId)],
    );
  },
  FamilyTieEnded: async ({ tx }, run) => {
    await tx.query(
      `delete from family_ties t using unnest($1::text[], $2::text[]) as r (staff_id, student_id)
       where t.staff_id = r.staff_id and t.student_id = r.student_id`,
      [column(run, ({ staffId }) => staffId), column(run, ({ studentId }) => studentId)],
    );
  },
};

/** Without a password: nobody signs in with the account before a reset. Who comes back has the old account, and needs one too. */
async function addStaff({ tx, schoolId }: Projecting, run: Run<'StaffAdded'>): Promise<void> {
  const ids = column(run, ({ staffId }) => staffId);
  await tx.query(
    `insert into staff (school_id, staff_id, name, email, id_number, person_ref)
     select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as r
     on conflict (staff_id) do update set name = excluded.name, email = excluded.email, id_number = excluded.id_number,
       person_ref = excluded.person_ref`,
    [
      schoolId,
      ids,
      column(run, ({ name }) => name),
      column(run, ({ email }) => email ?? null),
      column(run, ({ idNumber }) => idNumber ?? null),
      column(run, ({ personRef }) => personRef ?? null),
    ],
  );
  await tx.query(
    `insert into staff_logins (school_id, must_change, staff_id, account)
     select $1, true, r.* from unnest($2::text[], $3::text[]) as r
     on conflict (staff_id) do update set ended_at = null, password_hash = null, must_change = true`,
    [schoolId, ids, column(run, ({ account }) => account)],
  );
}

async function removeStaff({ tx, schoolId }: Projecting, run: Run<'StaffRemoved'>): Promise<void> {
  const ids = column(run, ({ staffId }) => staffId);
  await tx.query(
    `update staff_logins l set ended_at = r.at, password_hash = null
     from unnest($1::text[], $3::timestamptz[]) as r (staff_id, at) where l.staff_id = r.staff_id and l.school_id = $2`,
    [ids, schoolId, run.map(({ at }) => at)],
  );
  const yesterday = run.map(({ at }) => dayBefore(taipeiDay(at)));
  await tx.query(
    `delete from staff_grants g using unnest($1::text[], $2::date[]) as r (staff_id, last)
     where g.staff_id = r.staff_id and g.school_id = $3 and g.valid_from > r.last`,
    [ids, yesterday, schoolId],
  );
  await tx.query(
    `update staff_grants g set valid_to = r.last from unnest($1::text[], $2::date[]) as r (staff_id, last)
     where g.staff_id = r.staff_id and g.school_id = $3 and (g.valid_to is null or g.valid_to > r.last)`,
    [ids, yesterday, schoolId],
  );
  await tx.query(`delete from sessions where kind = 'staff' and principal_id = any($1)`, [ids]);
}

async function changeRoles({ tx, schoolId }: Projecting, { data, at }: Run<'RolesChanged'>[number]): Promise<void> {
  const today = taipeiDay(at);
  const values = [data.staffId, schoolId, data.roles, dayBefore(today)];
  const others = `staff_id = $1 and school_id = $2 and role in ('registrar', 'director') and role <> all($3::text[])`;
  await tx.query(`delete from staff_grants where ${others} and valid_from > $4::date`, values);
  await tx.query(
    `update staff_grants set valid_to = $4::date where ${others} and (valid_to is null or valid_to > $4::date)`,
    values,
  );
  await tx.query(
    `insert into staff_grants (staff_id, role, school_id, class_id, valid_from)
     select $1, role, $2, null, $4::date from unnest($3::text[]) as role
     where not exists (select from staff_grants g where g.staff_id = $1 and g.school_id = $2 and g.role = role.role
       and (g.valid_to is null or g.valid_to >= $4::date))
     on conflict (staff_id, role, school_id, class_id, valid_from) do update set valid_to = null`,
    [data.staffId, schoolId, data.roles, today],
  );
}

async function endSubstitute({ tx, schoolId }: Projecting, classId: string, at: string): Promise<void> {
  const values = [schoolId, classId, dayBefore(taipeiDay(at))];
  const own = `${CLASS_TEACHER} and substitute`;
  await tx.query(`delete from staff_grants where ${own} and valid_from > $3::date`, values);
  await tx.query(`update staff_grants set valid_to = $3::date where ${own} and valid_to > $3::date`, values);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - 86_400_000).toISOString().slice(0, 10);
}
