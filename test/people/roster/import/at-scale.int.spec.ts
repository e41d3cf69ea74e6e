/** Large schools, and imports that are broken off. No times are asserted: `npm run bench` measures. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Unavailable, type EventLog } from '../../../../eventstore/port.js';
import { RosterImports } from '../../../../src/people/roster/import/roster-imports.js';
import { SchoolStreams } from '../../../../src/people/roster/stream/school-streams.js';
import { ADMINISTRATOR, ImportingSchool, REGISTRAR } from './importing.js';
import { manyPupils } from './many-pupils.js';

let at: ImportingSchool;
beforeAll(async () => {
  at = await ImportingSchool.open();
}, 300_000);
afterAll(() => at.close());

async function pupilsOf(schoolId: string): Promise<number> {
  const { rows } = await at.school.db.query<{ n: number }>(
    `select count(*)::int as n from students where school_id = $1 and enrolment = 'enrolled'`,
    [schoolId],
  );
  return rows[0]?.n ?? 0;
}

/** A log whose appends fail after so many. */
function breakingAfter(log: EventLog, appends: number): EventLog {
  let left = appends;
  return new Proxy(log, {
    get(target, name) {
      if (name !== 'append') return Reflect.get(target, name) as unknown;
      return (...args: Parameters<EventLog['append']>) => {
        if (left-- <= 0) throw new Unavailable('the log is away');
        return target.append(...args);
      };
    },
  });
}

describe('a large school', () => {
  it('comes in whole, with progress, and the same file again changes nothing', async () => {
    const told: number[] = [];
    const importId = randomUUID();
    const bytes = Buffer.from(manyPupils(2_000));
    await at.imports.rows.begin({
      importId,
      schoolId: 'T01',
      by: ADMINISTRATOR,
      fileName: 'a.csv',
      bytes,
      dryRun: false,
      lines: 2_001,
    });
    const row = await at.imports.work(importId, (done) => told.push(done));
    expect([row?.status, row?.counts?.added, await pupilsOf('T01')]).toEqual(['applied', 2_000, 2_000]);
    expect(told.length).toBeGreaterThan(8);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    const again = await at.bring(bytes, { schoolId: 'T01', by: ADMINISTRATOR });
    expect(again.counts?.unchanged).toBe(2_000);
  }, 300_000);

  it('is told of each of its errors, the first thousand by place', async () => {
    const broken = manyPupils(3_000).replaceAll(/E1\d{8}/gu, 'E100000000');
    const row = await at.bring(broken, { schoolId: 'T02', by: ADMINISTRATOR });
    expect([row.status, row.report?.errors.length, row.report?.errorCount]).toEqual(['refused', 1_000, 3_000]);
    expect(await pupilsOf('T02')).toBe(0);
  }, 300_000);
});

describe('an import that is broken off', () => {
  it('is not to be seen, keeps nobody out, and is applied whole by the next who takes it up', async () => {
    const { db, personalData, config } = at.school;
    const streams = new SchoolStreams({ db, log: breakingAfter(at.log, 3), personalData, config });
    const importId = randomUUID();
    const bytes = Buffer.from(manyPupils(1_500, 10_000));
    const begun = { importId, schoolId: 'T03', by: REGISTRAR, fileName: 'a.csv', bytes, dryRun: false, lines: 1_501 };
    await new RosterImports(streams).rows.begin(begun);
    const broken = await new RosterImports(streams).work(importId);
    expect([broken?.status, await pupilsOf('T03')]).toEqual(['applying', 0]);
    expect((await at.events('T03')).length).toBeGreaterThan(300);
    await db.query('update roster_imports set runner_until = now() where import_id = $1', [importId]);
    const done = await at.imports.work(importId);
    expect([done?.status, await pupilsOf('T03')]).toEqual(['applied', 1_500]);
    const numbers = await db.query('select distinct number_index from students where school_id = $1', ['T03']);
    expect(numbers.rowCount).toBe(1_500);
    expect((await at.bring(bytes, { schoolId: 'T03' })).counts?.unchanged).toBe(1_500);
  }, 300_000);

  it('waits for another of the same school, so that two at once are two one after the other', async () => {
    const files = [manyPupils(400, 20_000), manyPupils(400, 20_000)];
    const rows = await Promise.all(files.map((file) => at.bring(file, { schoolId: 'T04', by: ADMINISTRATOR })));
    expect(rows.map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect(rows.map(({ counts }) => counts?.added).toSorted()).toEqual([0, 400]);
    expect(await pupilsOf('T04')).toBe(400);
  }, 300_000);
});
