/** The declarations of the read models' tables and the schema that the migrations make say the same. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditTrailTable } from '../../projections/audit-trail/audit-trail-table.js';
import { foreignTable } from '../../projections/audit-trail/foreign-streams.js';
import { bindingCaseTable } from '../../projections/binding-case/binding-case-table.js';
import { commandOutcomeTable, outcomeRequestTable } from '../../projections/command-outcome/command-outcome-tables.js';
import {
  enrolmentPendingTable,
  enrolmentPeriodTable,
  enrolmentSchoolTable,
  enrolmentStreamTable,
} from '../../projections/enrolment/enrolment-tables.js';
import {
  boolean,
  columnNames,
  createTable,
  day,
  fields,
  instant,
  integer,
  table,
  text,
  type Column,
  type Cell,
  type Table,
} from '../../projections/folding/table.js';
import { readModels } from '../../projections/read-models.js';
import { inboxRequestTable, reviewInboxTable } from '../../projections/review-inbox/review-inbox-tables.js';
import { studentBindingTable, studentCaseTable } from '../../projections/student-binding/student-binding-tables.js';
import { memoryLog, openReadSide, type ReadSide } from './log-under-test.js';

type AnyTable = Table<Record<string, Cell>>;

const declared = [
  auditTrailTable,
  foreignTable,
  bindingCaseTable,
  commandOutcomeTable,
  outcomeRequestTable,
  inboxRequestTable,
  reviewInboxTable,
  studentBindingTable,
  studentCaseTable,
  enrolmentPeriodTable,
  enrolmentSchoolTable,
  enrolmentStreamTable,
  enrolmentPendingTable,
] as unknown as readonly AnyTable[];
/** Tables that only the read model itself reads. */
const WITHOUT_VIEW = ['command_outcome_request', 'review_inbox_request'];

const made = table('made_v1', {
  made_id: text().key(),
  on_day: day(),
  at: instant().nullable(),
  count: integer(),
  done: boolean(),
  place: text().bytewise().nullable(),
}) as unknown as AnyTable;

let side: ReadSide;
beforeAll(async () => {
  side = await openReadSide(memoryLog);
  await side.db.query(createTable(made));
});
afterAll(() => side.close());

function declaredColumns({ columns, key }: AnyTable) {
  return Object.entries<Column<Cell>>(columns).map(([name, { type, isNullable, isBytewise }]) => ({
    name,
    type,
    nullable: isNullable,
    bytewise: isBytewise,
    key: key.includes(name),
  }));
}

async function columnsInSchema(name: string) {
  const { rows } = await side.db.query(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
       coalesce(c.collname = 'C', false) as bytewise, coalesce(a.attnum = any(k.conkey), false) as key
     from pg_attribute a left join pg_collation c on c.oid = a.attcollation
       left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [name],
  );
  return rows.map(({ type, ...row }) => ({ ...row, type: type === 'timestamp with time zone' ? 'timestamptz' : type }));
}

async function namesOf(relation: string): Promise<readonly string[]> {
  const { rows } = await side.db.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [relation],
  );
  return rows.map(({ name }) => name);
}

describe('every table of a read model', () => {
  it('is declared', () =>
    expect(declared.map(({ name }) => name).toSorted()).toEqual(readModels.flatMap(({ tables }) => tables).toSorted()));
});

describe.each(declared.map((one) => [one.name, one] as const))('%s', (name, one) => {
  it('has the declared columns, types, nulls, collations and key', async () =>
    expect(await columnsInSchema(name)).toEqual(declaredColumns(one)));

  it('shows all its columns in its view', async () => {
    if (WITHOUT_VIEW.includes(one.view)) return;
    expect(await namesOf(one.view)).toEqual(columnNames(one));
  });
});

describe('a table made from its declaration', () => {
  it('has the declared columns, types, nulls, collations and key', async () =>
    expect(await columnsInSchema('made_v1')).toEqual(declaredColumns(made)));

  it('reads its values under camelCase names', async () => {
    await side.db.query(
      `insert into made_v1 values ('a', '2026-09-01', '2026-09-01T08:00:00+08', 3, true, null), ('b', '2026-02-28', null, 0, false, '甲')`,
    );
    const { rows } = await side.db.query(`select ${fields(made)} from made order by made_id`);
    expect(rows).toEqual([
      { madeId: 'a', onDay: '2026-09-01', at: '2026-09-01T00:00:00.000Z', count: 3, done: true, place: null },
      { madeId: 'b', onDay: '2026-02-28', at: null, count: 0, done: false, place: '甲' },
    ]);
  });
});
