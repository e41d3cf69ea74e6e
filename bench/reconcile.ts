/** What a pass of reconcile costs over many open cases: time, memory, plans, and what its partial indexes are worth (ADR 11). */
import { parseArgs } from 'node:util';
import { changedOpenCases, everyOpenCase } from '../projections/binding-case/open-case-queries.js';
import { startReadSide } from './projections/read-side.js';
import { dropPartialIndexes, fillCases } from './reconcile/cases.js';
import { onePass, type PassReport } from './reconcile/pass.js';
import { range } from './statistics.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: 'reconcile' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- reconcile [--cases 100000] [--seed reconcile] [--rounds 3]
  Fills binding_case with --cases open and as many closed ones, and lets passes go over them: every case, and those that
  are late or had an event; with the partial indexes and without. Signals are counted, not sent; then at the rate of
  production (50 a second) for ten seconds.`);
  process.exit(0);
}
const AS_FAST_AS_IT_CAN = 1e9;
const PRODUCTION = 50;
const rounds = Number(values.rounds);

const side = await startReadSide();
try {
  const { db } = side;
  await fillCases(db, Number(values.cases), values.seed);
  const cases = {
    seenUntil: () => Promise.resolve(null),
    every: (after: string | null, limit: number) => everyOpenCase(db, after, limit),
    changed: (since: string, after: string | null, limit: number) => changedOpenCases(db, since, after, limit),
  };
  const measure = async (what: string) => {
    for (const scope of ['every', 'changed'] as const) {
      const reports: PassReport[] = [];
      for (let round = 0; round < rounds; round += 1) reports.push(await onePass(cases, scope, AS_FAST_AS_IT_CAN));
      const seconds = range(
        reports.map((report) => report.seconds),
        2,
      );
      const most = Math.max(...reports.map(({ megabytes }) => megabytes));
      const pages = await paging(scope);
      console.log(
        `${what}, ${scope}: pages read in ${pages.toFixed(2)} s; ${reports[0]?.told ?? 0} told in ${seconds} s, at most ${most.toFixed(0)} MB more`,
      );
    }
  };
  console.log(`${values.cases} open cases and as many closed ones, ${rounds} rounds`);
  await measure('with partial indexes');
  for (const [scope, plan] of Object.entries(await plans())) console.log(`plan of a page (${scope}):\n${plan}`);
  const few = { ...cases, every: async (after: string | null) => (after === null ? cases.every(null, 99) : []) };
  const { told, seconds } = await onePass(few, 'every', PRODUCTION);
  console.log(
    `at ${PRODUCTION} a second: ${told} told in ${seconds.toFixed(1)} s, ${(told / seconds).toFixed(1)} a second`,
  );
  await dropPartialIndexes(db);
  await measure('without');
} finally {
  await side.stop();
}

/** Seconds in which the database gives all pages of a pass: what its indexes are for. */
async function paging(scope: 'every' | 'changed'): Promise<number> {
  const page = scope === 'every' ? everyOpenCase : aMinuteBack(changedOpenCases);
  const began = performance.now();
  for (let after: string | null = null; ;) {
    const found = await page(side.db, after, 100);
    after = found.at(-1)?.requestId ?? null;
    if (found.length < 100) return (performance.now() - began) / 1000;
  }
}

/** Of the page in the middle, as the database carries it out. */
async function plans(): Promise<Readonly<Record<string, string>>> {
  const explained: Record<string, string> = {};
  for (const [scope, page] of Object.entries({ every: everyOpenCase, changed: aMinuteBack(changedOpenCases) })) {
    await page(
      {
        query: async (text, given) => {
          const { rows } = await side.db.query<Record<string, string>>(`explain (analyze, costs off) ${text}`, given);
          explained[scope] = rows.map((row) => `  ${Object.values(row)[0] ?? ''}`).join('\n');
          return { rows: [], rowCount: 0 };
        },
      },
      '8',
      100,
    );
  }
  return explained;
}

function aMinuteBack(page: typeof changedOpenCases): typeof everyOpenCase {
  return (db, after, limit) => page(db, new Date(Date.now() - 60_000).toISOString(), after, limit);
}
