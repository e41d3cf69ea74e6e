/** What the 綁定率 of every school costs: two periods for each pupil, of which one is over, and a case with two parents for most. */
import { parseArgs } from 'node:util';
import { classCounts, countedSchools } from '../projections/enrolment/binding-rate-queries.js';
import { bindingRate } from '../src/api/statistics/binding-rate.js';
import { startReadSide } from './projections/read-side.js';
import { range } from './statistics.js';

const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '200' },
    pupils: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '7' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- binding-rate [--schools 200] [--pupils 1000] [--rounds 7]
  Fills the tables with --schools of --pupils each, and asks for the rate of all schools on a day in the past, against
  counting the same rows of the two tables.`);
  process.exit(0);
}
const schools = Number(values.schools);
const pupils = Number(values.pupils);
const DAY = '2026-11-15';

const side = await startReadSide();
try {
  const { db } = side;
  await fill();
  const [rate, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const mine = await timed(async () =>
      JSON.stringify(bindingRate(DAY, await countedSchools(db, DAY), await classCounts(db, DAY))),
    );
    const theirs = await timed(() =>
      db.query(
        'select (select count(*) from enrolment_period), (select count(distinct person_ref) from student_binding)',
      ),
    );
    // The first round fills the caches.
    if (round > 0) {
      rate.push(mine);
      bare.push(theirs);
    }
  }
  console.log(
    `${schools} schools of ${pupils} pupils, ${values.rounds} rounds, milliseconds: median (lowest to highest)`,
  );
  console.log(`  the rate of every school and class   ${range(rate, 0)}`);
  console.log(`  counting the same rows               ${range(bare, 0)}`);
} finally {
  await side.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function fill(): Promise<void> {
  const { db } = side;
  await db.query(
    `insert into enrolment_school_v1 select 'S' || n, '2020-08-01', 'school ' || n from generate_series(1, $1::int) n`,
    [schools],
  );
  // Each pupil has been in another class before.
  await db.query(
    `insert into enrolment_period_v1 (school_id, student_id, from_day, to_day, class_id, suspended, excluded)
     select 'S' || s, md5(s || '/' || n)::uuid::text, d.from_day, d.to_day, (7 + n % 3)::text || '0' || (n % 10 + d.class)::text,
       n % 101 = 0, case n % 97 when 0 then 'placement' when 1 then 'other' end
     from generate_series(1, $1::int) s, generate_series(1, $2::int) n,
       (values ('2024-09-01'::date, '2026-09-01'::date, 0), ('2026-09-01', null, 1)) d (from_day, to_day, class)`,
    [schools, pupils],
  );
  await db.query(
    `insert into student_binding_v1 (student_id, person_ref, request_id, applicant_id, account_id, status, since, revision)
     select md5(s || '/' || n)::uuid::text, md5(concat(s, '-', n, '-', a)), md5(s || '/' || n || 'r'), md5(concat(s, '-', n, '-', a, 'a')),
       'account', case when n % 5 = 0 then 'pending-review' else 'account-created' end,
       '2026-10-01'::timestamptz + (n % 60) * interval '1 day', 9
     from generate_series(1, $1::int) s, generate_series(1, $2::int) n, generate_series(1, 2) a where n % 10 < 8`,
    [schools, pupils],
  );
  await db.query('vacuum analyze enrolment_period_v1, student_binding_v1');
}
