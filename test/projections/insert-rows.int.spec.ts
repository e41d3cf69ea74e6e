import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { insertRows } from '../../projections/folding/row-table.js';
import { boolean, instant, integer, table, text, type RowOf } from '../../projections/folding/table.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const KEPT = table('kept_v1', { n: integer().key(), said: text().nullable(), at: instant(), done: boolean() });
type Kept = RowOf<typeof KEPT>;
const AWKWARD = [
  'plain',
  '',
  null,
  '\\N',
  '\\.',
  '\\',
  '\\\\t',
  'tab\tnew\nline\rback\b\v\f',
  '"quoted", \'too\'',
  '臺北市立新北投國中',
  '🎒',
  ' ',
  'null',
];

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  await db.query('create table kept_v1 (n integer primary key, said text, at timestamptz, done boolean)');
});
beforeEach(() => db.query('truncate kept_v1'));
afterAll(async () => {
  await db.close();
  await test.drop();
});

/** Few go in by INSERT, many by COPY. */
describe.each([AWKWARD.length, 3_000])('%d rows of a read model', (count) => {
  it('stand in the table as they were given', async () => {
    const rows = Array.from({ length: count }, (_, n): Kept => {
      const said = AWKWARD[n % AWKWARD.length] ?? null;
      return { n, said, at: '2026-09-01T08:00:00.123Z', done: n % 2 === 0 };
    });
    await db.transaction((tx) => insertRows(tx, KEPT, rows));
    const stored = await db.query<Omit<Kept, 'at'> & { at: Date }>('select n, said, at, done from kept_v1 order by n');
    expect(stored.rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))).toEqual(rows);
  });
});
