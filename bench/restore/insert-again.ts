import type { LoggedEvent } from '../../src/tools/backup/log-file.js';
import type { Database } from '../../src/adapters/postgres/database.js';

/** The rows of a log into a table without rules, one statement for each run of events of one stream. @returns how many */
export async function insertAgain(db: Database, events: AsyncIterable<LoggedEvent>): Promise<number> {
  await db.query(
    'create table raw_event (stream text, revision int, event_id uuid unique, type text, data text, metadata text, primary key (stream, revision))',
  );
  let count = 0;
  let batch: LoggedEvent[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    await db.query(
      `insert into raw_event select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[])`,
      [
        batch.map(({ stream }) => stream),
        batch.map(({ revision }) => revision),
        batch.map(({ id }) => id),
        batch.map(({ type }) => type),
        batch.map(({ data }) => JSON.stringify(data)),
        batch.map(({ metadata }) => JSON.stringify(metadata)),
      ],
    );
    count += batch.length;
    batch = [];
  };
  for await (const event of events) {
    if (batch[0]?.stream !== event.stream) await flush();
    batch.push(event);
  }
  await flush();
  await db.query('drop table raw_event');
  return count;
}
