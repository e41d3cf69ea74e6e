/**
 * Fills the registry's tables again from the streams of the schools. Passwords, open sessions and city staff are no part
 * of the log and stay. One transaction: readers see the tables of before until it is done.
 */
import { randomUUID } from 'node:crypto';
import { SCHOOL_CATEGORY } from '../../../../domain/school/events.js';
import type { Position, StoredEvent } from '../../../../eventstore/port.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { counts, keyOf } from './catch-up.js';
import { project } from './project/project.js';
import { RosterBusy, type RosterPlaces } from './school-streams.js';
import { readSchoolEvent, type StoredSchoolEvent } from './stored-event.js';

const PAGE = 2_000;
const HELD_SECONDS = 60;
const STATEMENT_TIMEOUT_MS = 10 * 60_000;
const PREFIX = `${SCHOOL_CATEGORY}-`;

/** Schools with a stream; others came in before there were streams, and are left as they are. */
const OURS = `(select school_id from roster_streams where revision >= 0)`;

const KEEP = [
  'create temp table kept_parents on commit drop as select login_id, password_hash, changed_at, one_time_until from parent_logins',
  'create temp table kept_staff on commit drop as select staff_id, password_hash, must_change, changed_at, one_time_until from staff_logins',
  'create temp table kept_sessions on commit drop as select * from sessions',
  'create temp table kept_corrections on commit drop as select * from roster_corrections',
  'create temp table kept_outbox on commit drop as select * from roster_outbox',
];

const EMPTY = [
  'delete from roster_corrections',
  `delete from roster_conflicts where school_id in ${OURS}`,
  `delete from student_moves where to_school in ${OURS}`,
  `delete from closures where school_id in ${OURS}`,
  `delete from family_ties t using students s where s.student_id = t.student_id and s.school_id in ${OURS}`,
  `delete from parent_logins where school_id in ${OURS}`,
  `delete from students where school_id in ${OURS}`,
  `delete from staff_grants where school_id in ${OURS}`,
  `delete from staff_logins where school_id in ${OURS}`,
  `delete from staff where school_id in ${OURS}`,
  `delete from classes where school_id in ${OURS}`,
];

const PUT_BACK = [
  `update parent_logins l set password_hash = k.password_hash, changed_at = k.changed_at, one_time_until = k.one_time_until
   from kept_parents k where k.login_id = l.login_id`,
  `update staff_logins l set password_hash = k.password_hash, must_change = k.must_change, changed_at = k.changed_at,
     one_time_until = k.one_time_until from kept_staff k where k.staff_id = l.staff_id and l.ended_at is null`,
  'insert into sessions select * from kept_sessions on conflict do nothing',
  'insert into roster_corrections select k.* from kept_corrections k join students using (student_id)',
  'delete from roster_outbox',
  'insert into roster_outbox select * from kept_outbox',
];

/**
 * @param progress called with how many events of the log were looked at
 * @returns how many events of schools there were
 * @throws RosterBusy while somebody writes a school; Unavailable, DatabaseUnavailable: nothing has changed then
 */
export async function rebuildRegistry(
  places: RosterPlaces,
  progress: (events: number) => void = () => undefined,
): Promise<number> {
  const holder = randomUUID();
  await takeAll(places.db, holder);
  try {
    let looked = 0;
    const applied = new Set<string>();
    for await (const page of pages(places)) {
      for (const event of page.map(readSchoolEvent)) {
        if (event.type === 'RosterImportApplied' && event.import) applied.add(keyOf(event.import));
      }
      progress((looked += page.length));
    }
    return await places.db.transaction(
      (tx) => fill(places, tx, holder, applied, (events) => progress(looked + events)),
      {
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      },
    );
  } finally {
    await places.db
      .query('update roster_streams set holder = null, held_until = null where holder = $1', [holder])
      .catch(() => undefined);
  }
}

async function fill(
  places: RosterPlaces,
  tx: SqlQuery,
  holder: string,
  applied: ReadonlySet<string>,
  progress: (events: number) => void,
): Promise<number> {
  for (const statement of [...KEEP, ...EMPTY]) await tx.query(statement);
  let done = 0;
  for await (const page of pages(places)) {
    const events = page.map(readSchoolEvent).filter((event) => counts(event, applied));
    for (const ofOne of bySchool(events)) {
      const schoolId = ofOne[0]?.schoolId ?? '';
      await project({ tx, schoolId, personalData: places.personalData, indexKey: places.config.indexKey }, ofOne);
    }
    progress((done += page.length));
    await stay(places.db, holder);
  }
  for (const statement of PUT_BACK) await tx.query(statement);
  return done;
}

/** Events of schools, in the order of the log: a pupil may have gone from one stream to another and back. */
async function* pages({ log }: RosterPlaces): AsyncGenerator<readonly StoredEvent[]> {
  for (let after: Position | null = null; ;) {
    const page: readonly StoredEvent[] = await log.readAll(after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
    yield page.filter(({ stream }) => stream.startsWith(PREFIX));
  }
}

function bySchool(events: readonly StoredSchoolEvent[]): readonly (readonly StoredSchoolEvent[])[] {
  const groups: StoredSchoolEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.schoolId === event.schoolId) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

async function takeAll(db: SqlQuery, holder: string): Promise<void> {
  await db.query(
    `update roster_streams set holder = $1, held_until = now() + make_interval(secs => $2)
     where holder is null or held_until < now()`,
    [holder, HELD_SECONDS],
  );
  const { rows } = await db.query<{ schoolId: string }>(
    'select school_id as "schoolId" from roster_streams where holder is distinct from $1 limit 1',
    [holder],
  );
  const [busy] = rows;
  if (!busy) return;
  await db.query('update roster_streams set holder = null, held_until = null where holder = $1', [holder]);
  throw new RosterBusy(busy.schoolId);
}

async function stay(db: SqlQuery, holder: string): Promise<void> {
  await db.query('update roster_streams set held_until = now() + make_interval(secs => $2) where holder = $1', [
    holder,
    HELD_SECONDS,
  ]);
}
