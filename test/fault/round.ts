/** One round: people work, faults come, faults go, and then everything that was promised is looked at. */
import { checkLog } from '../../src/api/audit/check-log.js';
import { bindingStream } from '../../workflows/names.js';
import { acknowledgedOnce } from './invariants/acknowledged.js';
import { oneAccountEach, stateOf } from './invariants/accounts.js';
import { denseAndUnique } from './invariants/dense.js';
import { keptDecisionsAreCarriedOut } from './invariants/kept-decisions.js';
import { Observer } from './invariants/observed.js';
import { asTheLogTells } from './invariants/read-models.js';
import { violated, type Violation } from './invariants/violation.js';
import { workflowsAgree } from './invariants/workflows.js';
import { inflict, isAtNight, nameOf, type Moment } from './faults.js';
import type { Load } from './load/load.js';
import { isAccepted, type Call } from './load/call-book.js';
import type { Random } from './random.js';
import { wait, type SystemUnderFault } from './system/system-under-fault.js';

export interface RoundReport {
  readonly faults: readonly string[];
  /** Crash points that nobody came by in time. */
  readonly notReached: readonly string[];
  readonly ok: number;
  readonly refused: number;
  /** Answers that said nothing certain; each call had a certain one in the end, or that is a violation. */
  readonly unknown: number;
  readonly violations: readonly Violation[];
  /** Answers that no fault excuses. */
  readonly oddities: readonly string[];
}

/** Every open case moves on within 30 s after the fault is over. */
const MOVES_ON_MS = 30_000;
/** A workflow task, or an account, may be on its way while we look. */
const AGREES_MS = 15_000;

export interface Round {
  readonly system: SystemUnderFault;
  readonly load: Load;
  readonly moments: readonly Moment[];
  readonly random: Random;
  readonly say: (line: string) => void;
}

export async function runRound(round: Round): Promise<RoundReport> {
  const { load, moments } = round;
  load.book.round += 1;
  const oddities = load.book.oddities.length;
  load.start();
  // Also where the system does not come back: nobody may go on asking it.
  const { notReached, over } = await sufferByDay(round).finally(() => load.stop());
  const violations = await check(round, (await sufferAtNight(round)) ?? over);
  const calls = load.book.calls.filter((call) => call.round === load.book.round);
  return {
    faults: moments.flat().map(nameOf),
    notReached,
    ok: calls.filter(isAccepted).length,
    refused: calls.filter((call) => call.answer && !isAccepted(call)).length,
    unknown: calls.reduce((sum, call) => sum + call.unknown, 0),
    violations,
    oddities: load.book.oddities.slice(oddities),
  };
}

/** @returns the crash points that nobody came by, and when the last fault was over, in milliseconds since 1970 */
async function sufferByDay(round: Round): Promise<{ readonly notReached: readonly string[]; readonly over: number }> {
  const { system, moments, random } = round;
  const notReached: string[] = [];
  await wait(random.between(300, 1_200));
  for (const moment of moments) {
    // Until the night comes people go on working.
    if (!moment.some(isAtNight)) notReached.push(...(await suffer(moment, round)));
    await wait(random.between(200, 1_200));
  }
  await system.untilWell();
  return { notReached, over: Date.now() };
}

/** @returns when the last fault was over, in milliseconds since 1970; undefined where there was none */
async function sufferAtNight(round: Round): Promise<number | undefined> {
  const nights = round.moments.filter((moment) => moment.some(isAtNight));
  if (nights.length === 0) return undefined;
  for (const moment of nights) await suffer(moment, round);
  await round.system.untilWell();
  return Date.now();
}

/** @returns the crash points that nobody came by */
async function suffer(moment: Moment, { system, say }: Round): Promise<readonly string[]> {
  say(moment.map(nameOf).join(' and '));
  const struck = await Promise.all(moment.map((fault) => inflict(fault, system)));
  return moment.filter((_, i) => !struck[i]).map(nameOf);
}

/** Everything that was promised, looked at from the moment at which the faults were over. */
export async function check(
  { system, load, say }: Pick<Round, 'system' | 'load' | 'say'>,
  over: number,
): Promise<readonly Violation[]> {
  const observer = await Observer.of(system);
  const until = over + MOVES_ON_MS;
  try {
    say('asking again what was not answered');
    const unanswered = await load.settle(until);
    const open = await openCases(load, observer);
    say(`looking after the workflows of ${open.size} open cases`);
    const lost = await workflowsAgree(system.engines.temporalAddress, observer, open.keys(), until);
    say('going on with every open case');
    const stuck = await goOn(load, observer, until);
    const kept = await keptDecisionsAreCarriedOut(system, observer);
    say('asking again what was answered');
    await askAgain(load);
    say('comparing');
    const tables = await asTheLogTells(observer);
    const log = await observer.read();
    const { calls } = load.book;
    const { unlawful } = await checkLog(observer.log);
    return [
      ...violated('I1', await acknowledgedOnce(observer.db, log, calls)),
      ...violated('I2', denseAndUnique(log)),
      ...violated('I3', await oneAccountEach(observer, log, Date.now() + AGREES_MS)),
      ...violated('I4', tables),
      ...violated('I5', [
        ...lost,
        ...(await workflowsAgree(system.engines.temporalAddress, observer, log.streams.keys(), Date.now() + AGREES_MS)),
      ]),
      ...violated(
        'I6',
        unlawful.map(({ stream, revision, type, why }) => `${stream}@${revision} ${type}: ${why}`),
      ),
      ...violated('I7', [
        ...unanswered.map((call) => `${call} has no certain answer 30 s after the fault`),
        ...stuck.map(
          (stream) => `the open case ${stream} has not moved on 30 s after the fault${lastRefusal(calls, stream)}`,
        ),
        ...kept,
      ]),
    ];
  } finally {
    await observer.close();
  }
}

/** Stream → its last revision. */
async function openCases(load: Load, { log }: Observer): Promise<ReadonlyMap<string, number>> {
  const revisions = new Map<string, number>();
  for (const { openCase } of load.families) {
    if (openCase === undefined) continue;
    const stream = bindingStream(openCase);
    const events = await log.readStream(stream);
    if (stateOf(events)?.stage !== 'closed') revisions.set(stream, events.length - 1);
  }
  return revisions;
}

async function goOn(load: Load, observer: Observer, until: number): Promise<readonly string[]> {
  const revisions = await openCases(load, observer);
  const hasMovedOn = async (stream: string): Promise<boolean> =>
    (await observer.log.readStream(stream, (revisions.get(stream) ?? -1) + 1)).length > 0;
  return load.moveOn([...revisions.keys()], hasMovedOn, until);
}

/** What stood in the way, as far as its people were told. */
function lastRefusal(calls: readonly Call[], stream: string): string {
  const refused = calls.findLast((call) => call.answer && !isAccepted(call) && stream.endsWith(requestIn(call)));
  if (!refused?.answer) return '';
  const { status, body } = refused.answer;
  return `; last refused: ${refused.what} ${status} ${(body as { code?: string } | null)?.code ?? ''}`;
}

/** The first id in the path, which is that of the case. */
function requestIn({ path }: Call): string {
  return /[\da-f]{8}-[\da-f-]{27}/.exec(path)?.[0] ?? 'none';
}

/** The same key again: the same answer, whatever has happened since. */
async function askAgain(load: Load): Promise<void> {
  const calls = load.book.calls.filter((call) => call.answer && call.round === load.book.round);
  await inTurns(calls, 8, (call) => load.book.send(call));
}

async function inTurns(
  calls: readonly Call[],
  sideBySide: number,
  work: (call: Call) => Promise<unknown>,
): Promise<void> {
  const waiting = [...calls];
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (let call = waiting.shift(); call; call = waiting.shift()) await work(call);
    }),
  );
}
