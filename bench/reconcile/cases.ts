/** Open cases as binding_case holds them, made in the database from a seed: the same ones each time. */
import type { SqlDatabase } from '../../eventstore/sql.js';

/** One in a hundred is late, one in two hundred had an event in the last minute; as many closed cases stand beside them. */
export async function fillCases(db: SqlDatabase, open: number, seed: string): Promise<void> {
  await db.query(
    `insert into binding_case_v1 (request_id, revision, document, school_id, class_id, student_id, login_id, stage,
       outcome, closed, next_due_at, opened_at, updated_at)
     select md5($2 || n)::uuid::text, 3 + n % 9, '{"filler":"' || repeat(md5(n::text), 60) || '"}',
       'T' || n % 99, 'T' || n % 99 || '-301', md5('student' || n)::uuid::text, md5('login' || n)::uuid::text,
       case when n > $1 then 'closed' else 'review' end, case when n > $1 then 'completed' end, n > $1,
       case when n > $1 then null when n % 100 = 0 then now() - interval '1 hour' else now() + interval '9 days' end,
       now() - interval '20 days',
       case when n % 200 = 1 then now() - interval '30 seconds' else now() - interval '3 days' end
     from generate_series(1, 2 * $1::integer) as n`,
    [open, seed],
  );
  await db.query('vacuum analyze binding_case_v1');
}

/** What finds open cases without reading the closed ones. */
const PARTIAL = ['binding_case_v1_open', 'binding_case_v1_due', 'binding_case_v1_updated'] as const;

export async function dropPartialIndexes(db: SqlDatabase): Promise<void> {
  for (const index of PARTIAL) await db.query(`drop index ${index}`);
}
