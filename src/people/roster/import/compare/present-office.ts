/** Staff and classes of a school as the registry has them. */
import type { SqlQuery } from '../../../../../eventstore/sql.js';
import { IN_FORCE } from '../../staff.js';

export interface PresentStaff {
  readonly staffId: string;
  readonly account: string;
  readonly active: boolean;
  /** Sealed. */
  readonly name: string;
  readonly email: string | null;
  readonly idNumber: string | null;
  readonly personRef: string | null;
  readonly roles: readonly string[];
  /** studentIds. */
  readonly children: readonly string[];
}

export async function presentStaff(db: SqlQuery, schoolId: string): Promise<readonly PresentStaff[]> {
  const { rows } = await db.query<PresentStaff>(
    `select s.staff_id as "staffId", l.account, l.ended_at is null as active, s.name, s.email, s.id_number as "idNumber",
       s.person_ref as "personRef",
       array(select distinct g.role from staff_grants g where g.staff_id = s.staff_id and g.school_id = $1
         and g.role in ('registrar', 'director') and ${IN_FORCE} order by 1) as roles,
       array(select t.student_id from family_ties t where t.staff_id = s.staff_id) as children
     from staff s join staff_logins l using (staff_id) where s.school_id = $1 order by l.account`,
    [schoolId],
  );
  return rows;
}

export interface PresentClass {
  readonly classId: string;
  readonly teachers: readonly { readonly staffId: string; readonly account: string }[];
  readonly substitute: {
    readonly staffId: string;
    readonly account: string;
    readonly from: string;
    readonly to: string;
  } | null;
  readonly pupils: number;
}

/** Days that are over count no more; a substitute may begin later. */
export async function presentClasses(db: SqlQuery, schoolId: string): Promise<readonly PresentClass[]> {
  const { rows } = await db.query<PresentClass>(
    `select c.class_id as "classId",
       coalesce((select json_agg(json_build_object('staffId', g.staff_id, 'account', l.account) order by l.account)
         from staff_grants g join staff_logins l using (staff_id)
         where g.school_id = c.school_id and g.class_id = c.class_id and g.role = 'class-teacher' and not g.substitute
           and ${IN_FORCE}), '[]') as teachers,
       (select json_build_object('staffId', g.staff_id, 'account', l.account, 'from', g.valid_from, 'to', g.valid_to)
         from staff_grants g join staff_logins l using (staff_id)
         where g.school_id = c.school_id and g.class_id = c.class_id and g.role = 'class-teacher' and g.substitute
           and g.valid_to >= (now() at time zone 'Asia/Taipei')::date
         order by g.valid_from limit 1) as substitute,
       (select count(*)::int from students s where s.school_id = c.school_id and s.class_id = c.class_id
         and s.enrolment = 'enrolled') as pupils
     from classes c where c.school_id = $1 order by c.class_id`,
    [schoolId],
  );
  return rows;
}
