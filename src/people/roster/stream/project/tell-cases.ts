import type { Projecting } from './run.js';

/** Open cases of these pupils are to hear of the newest entry: rows that stand until each case has answered. */
export async function tellCases({ tx, schoolId }: Projecting, studentIds: readonly string[]): Promise<void> {
  if (studentIds.length === 0) return;
  await tx.query(
    `insert into roster_outbox (kind, subject, detail, school_id)
     select 'roster-changed', student_id, roster_version::text, $2 from students where student_id = any($1)
     on conflict do nothing`,
    [studentIds, schoolId],
  );
}
