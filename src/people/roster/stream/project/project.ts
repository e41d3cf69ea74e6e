/** Events of a school → rows of the registry. */
import type { SchoolEventType } from '../../../../../domain/school/events.js';
import type { StoredSchoolEvent } from '../stored-event.js';
import type { Projecting, Projection, Run } from './run.js';
import { SCHOOL } from './school.js';
import { STAFF } from './staff.js';
import { STUDENTS } from './students.js';

const PROJECTION: Projection = { ...SCHOOL, ...STAFF, ...STUDENTS };

/** In their order. Events that were applied before must not come again: the stream's row keeps how far it went. */
export async function project(to: Projecting, events: readonly StoredSchoolEvent[]): Promise<void> {
  for (const run of runsOf(events)) await applyRun(to, run);
  await to.tx.query(
    `insert into roster_commands (command_id, school_id, revision)
     select command_id, $1, max(revision) from unnest($2::uuid[], $3::bigint[]) as r (command_id, revision) group by 1
     on conflict (command_id) do update set revision = excluded.revision`,
    [to.schoolId, events.map(({ commandId }) => commandId), events.map(({ revision }) => revision)],
  );
}

function applyRun<T extends SchoolEventType>(to: Projecting, run: Run<T>): Promise<void> {
  const [first] = run;
  return first ? PROJECTION[first.type](to, run) : Promise.resolve();
}

function runsOf(events: readonly StoredSchoolEvent[]): readonly Run<SchoolEventType>[] {
  const runs: StoredSchoolEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0]?.type === event.type) last.push(event);
    else runs.push([event]);
  }
  return runs;
}
