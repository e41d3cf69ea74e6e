/** Who a session belongs to, as roster and staff have them now. */
import type { Role } from '../../../domain/binding/vocabulary.js';
import { IN_FORCE } from '../roster/staff.js';

export interface ParentRow {
  readonly studentId: string;
  readonly schoolId: string;
  /** Student number, sealed. */
  readonly number: string;
  /** Whether the password is still the first one. */
  readonly first: boolean;
}

export interface StaffRow {
  readonly account: string;
  readonly mustChange: boolean;
  /** At the school of the session, and the city's: who is registrar elsewhere is not registrar here. */
  readonly roles: readonly Role[];
  /** At the school of the session: those that have them for class teacher, in a stable order. */
  readonly classIds: readonly string[];
}

export interface GuardianRow {
  /** E-mail, sealed: stream `account-<id>`, subject the account, field `email`. */
  readonly email: string;
}

/** A statement → GuardianRow; no row where the account must not sign in. */
export function guardianOf(accountId: string): string {
  return `select email from sso_accounts
    where account_id = ${accountId} and activated_at is not null and disabled_at is null`;
}

/**
 * A statement → ParentRow; no row where the login ended or its credentials have another version.
 * @param loginId an expression of SQL, as all here @param version of the credentials
 */
export function parentOf(loginId: string, version: string): string {
  return `select s.student_id as "studentId", s.school_id as "schoolId", s.number,
      l.password_hash is null or l.one_time_until is not null as first
    from parent_logins l join students s using (student_id)
    where l.login_id = ${loginId} and l.version = ${version} and l.ended_at is null`;
}

/** A statement → StaffRow; no row where the login ended or its credentials have another version. */
export function staffOf(staffId: string, schoolId: string, version: string): string {
  return `select account, must_change as "mustChange",
      array(select distinct role from staff_grants g where g.staff_id = l.staff_id
        and (g.school_id = ${schoolId} or g.school_id is null) and ${IN_FORCE}) as roles,
      array(select distinct class_id from staff_grants g where g.staff_id = l.staff_id
        and g.school_id = ${schoolId} and role = 'class-teacher' and ${IN_FORCE} order by 1) as "classIds"
    from staff_logins l where l.staff_id = ${staffId} and l.version = ${version} and l.ended_at is null`;
}
