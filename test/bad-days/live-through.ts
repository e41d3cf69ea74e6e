/** A bad day from beginning to end: people work, the fault comes and goes, and then everything that was promised is looked at. */
import { resolve } from 'node:path';
import { Load } from '../fault/load/load.js';
import { check } from '../fault/round.js';
import { SystemUnderFault, wait } from '../fault/system/system-under-fault.js';
import type { AnyDay, BadDay, Expected } from './bad-day.js';
import { Witness, type Question, type Testimony } from './witness.js';

export interface Report {
  /** What should not have been, in sentences; empty when the day was lived through. */
  readonly complaints: readonly string[];
  /** From the end of the fault until every part is ready and a command is answered, in milliseconds. */
  readonly recoveredMs: number;
  readonly slowestMs: number;
  readonly accepted: number;
}

export const BUILD = { program: resolve('dist/src/main.js'), cli: resolve('dist/src/tools/cli/main.js') };
/** Until a lease has run out, and whoever was asked has said nothing for its time. */
const NOTICED_MS = 3_500;
const LONGEST_MS = 10_000;
/** The time in which everything must be well again without an operator. */
const RECOVERED_MS = 30_000;

/** @param seed of what people do */
export async function liveThrough(anyDay: AnyDay, seed: number, say: (line: string) => void): Promise<Report> {
  const { day, starting, putAway } = 'prepare' in anyDay ? await anyDay.prepare() : { day: anyDay };
  try {
    const system = await SystemUnderFault.start({ log: day.log, build: BUILD, ...starting });
    try {
      return await liveThroughOn({ system, load: await Load.signIn(system.address, seed) }, day, say);
    } finally {
      await system.discard();
    }
  } finally {
    await putAway?.();
  }
}

/** On a system that runs already, and goes on after it. */
export async function liveThroughOn(
  { system, load }: { readonly system: SystemUnderFault; readonly load: Load },
  day: BadDay,
  say: (line: string) => void,
): Promise<Report> {
  const witness = await Witness.at(system.address, load);
  load.book.round += 1;
  load.start();
  await wait(1_500);
  say(day.says);
  const end = await day.begin(system);
  const began = performance.now();
  await wait(day.ms);
  const ended = performance.now();
  const seen = (await end()) ?? [];
  const over = Date.now();
  const recoveredMs = await recovery(witness, performance.now());
  await load.stop();
  await witness.stop();
  say(`recovered after ${(recoveredMs / 1000).toFixed(1)} s; looking at what was promised`);
  const violations = await check({ system, load, say: () => undefined }, over);
  const during = witness.saw.filter(
    ({ question, askedAt, ms }) => askedAt > began + (question === 'health' ? NOTICED_MS : 500) && askedAt + ms < ended,
  );
  return {
    complaints: [
      ...violations.map(({ invariant, what }) => `${invariant}: ${what}`),
      ...load.book.oddities.map((oddity) => `not excused: ${oddity}`),
      ...seen,
      ...complaintsOf(day, during),
      ...tooLong(day, witness.saw),
      ...(recoveredMs > RECOVERED_MS ? ['not well again within 30 s'] : []),
    ],
    recoveredMs,
    slowestMs: Math.max(...witness.saw.map(({ ms }) => ms)),
    accepted: load.book.calls.filter(({ answer }) => answer && answer.status < 300).length,
  };
}

/** @returns milliseconds until the first questions after `since` that find everything well; gives up after twice the time */
async function recovery({ saw }: Witness, since: number): Promise<number> {
  const well = (question: Question) =>
    saw.find(({ askedAt, status, ...one }) => one.question === question && askedAt > since && isOk(status));
  for (;;) {
    const found = [well('health'), well('read'), well('write')];
    const last = Math.max(...found.map((one) => (one ? one.askedAt + one.ms - since : Infinity)));
    if (last < Infinity || performance.now() - since > 2 * RECOVERED_MS) return last;
    await wait(100);
  }
}

function complaintsOf(day: BadDay, during: readonly Testimony[]): readonly string[] {
  const of = (question: Question) => during.filter((one) => one.question === question);
  const found = [
    ...(day.reads !== 'hears nothing' && of('read').length === 0 ? ['read: no answer while the fault lasted'] : []),
    ...unlike(of('read'), day.reads),
    ...unlike(of('write'), day.writes),
    ...unlike(of('open'), day.open ?? 'goes on'),
  ];
  const looks = of('health');
  for (const name of day.failing) {
    if (!looks.some(({ failing }) => failing.includes(name))) found.push(`/health/ready never named ${name}`);
  }
  if (day.failing.length > 0) {
    if (looks.some(({ status }) => status === 200)) found.push('/health/ready said that all is well');
    const others = new Set(
      looks
        .flatMap(({ failing }) => failing)
        .filter((name) => ![...day.failing, ...(day.mayFail ?? [])].includes(name)),
    );
    if (others.size > 0) found.push(`/health/ready also named ${[...others].join(', ')}`);
  }
  return found;
}

function unlike(testimonies: readonly Testimony[], expected: Expected): readonly string[] {
  return testimonies
    .filter((one) => !isAsExpected(one, expected))
    .map(
      ({ question, status, code, ms }) =>
        `${question}: ${status ?? 'no answer'} ${code ?? ''} after ${Math.round(ms)} ms`,
    );
}

function isAsExpected({ status, comeAgain }: Testimony, expected: Expected): boolean {
  switch (expected) {
    case 'goes on':
      return isOk(status);
    case 'is told to come again':
      return isOk(status) || ((status === 503 || status === 429) && comeAgain);
    case 'hears nothing':
      return true;
  }
}

function tooLong({ reads, longestMs = LONGEST_MS }: BadDay, saw: readonly Testimony[]): readonly string[] {
  if (reads === 'hears nothing') return [];
  return saw
    .filter(({ ms }) => ms > longestMs)
    .map(({ question, ms, status }) => `${question} took ${Math.round(ms)} ms (${status ?? 'no answer'})`);
}

function isOk(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}
