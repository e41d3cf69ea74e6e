import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { insertRows, type Table } from '../../projections/folding/row-table.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

interface Kept {
  readonly n: number;
  readonly said: string | null;
  readonly at: string;
  readonly done: boolean;
}

const KEPT: Table<Kept> = {
  name: 'kept',
  key: ['n'],
  columns: { n: 'integer', said: 'text', at: 'timestamptz', done: 'boolean' },
};
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
  await db.query('create table kept (n integer primary key, said text, at timestamptz, done boolean)');
});
beforeEach(() => db.query('truncate kept'));
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
    const stored = await db.query<Omit<Kept, 'at'> & { at: Date }>('select n, said, at, done from kept order by n');
    expect(stored.rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))).toEqual(rows);
  });
});
