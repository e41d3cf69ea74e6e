/** A pupil who left: nobody signs in for them any more, and open requests end. */
import { column, type Projecting, type Run } from './run.js';
import { tellCases } from './tell-cases.js';

/** Pupils whom another school has by now are its pupils: only the move is noted here. */
export async function leaveSchool(to: Projecting, run: Run<'StudentLeft'>): Promise<void> {
  const { tx, schoolId } = to;
  const moved = run.filter(({ data }) => data.movedTo !== undefined);
  if (moved.length > 0) {
    await tx.query(`update student_moves set told = true where student_id = any($1) and from_school = $2`, [
      column(moved, ({ studentId }) => studentId),
      schoolId,
    ]);
  }
  const ids = column(run, ({ studentId }) => studentId);
  await tx.query(
    `update students s set enrolment = r.ending, roster_version = s.roster_version + 1
     from unnest($1::text[], $2::text[]) as r (student_id, ending)
     where s.student_id = r.student_id and s.school_id = $3 and s.enrolment <> r.ending`,
    [ids, column(run, (data) => data.as), schoolId],
  );
  await tx.query(
    `with ended as (update parent_logins l set ended_at = r.at from unnest($1::text[], $3::timestamptz[]) as r (student_id, at)
       where l.student_id = r.student_id and l.school_id = $2 returning login_id)
     delete from sessions where kind = 'parent' and principal_id in (select login_id from ended)`,
    [ids, schoolId, run.map(({ at }) => at)],
  );
  await tx.query('delete from roster_conflicts where student_id = any($1) and school_id = $2 and kept is null', [
    ids,
    schoolId,
  ]);
  await tellCases(to, ids);
}
