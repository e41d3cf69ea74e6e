/** `npm run fault`: rounds of faults on the whole system, one seed after the other; scripts/fault.mjs starts it. */
import { crashPoints } from './build/crash-points.js';
import type { Patch } from './build/patch.js';
import { patchedBuild, type Build } from './build/patched-build.js';
import { drawMoments } from './faults.js';
import { INVARIANTS, violated, type Violation } from './invariants/violation.js';
import { Load } from './load/load.js';
import { Random } from './random.js';
import { runRound, type RoundReport } from './round.js';
import { SystemUnderFault } from './system/system-under-fault.js';
import type { LogKind } from './system/engines.js';

export interface Campaign {
  /** Of the first round; the n-th has seed + n - 1, so that each can be run alone. */
  readonly seed: number;
  readonly count: number;
  readonly log: LogKind;
  /** Faults of a round, or pairs of them; 4. */
  readonly moments?: number;
  /** Only these kinds or names of faults. */
  readonly among?: readonly string[];
  /** Faults of the product itself, for a build broken on purpose. */
  readonly broken?: readonly Patch[];
  /** Ends at the first round with a violation. */
  readonly untilViolated?: boolean;
  /** Ends after the round in hand. */
  readonly stop?: AbortSignal;
  readonly say: (line: string) => void;
}

export interface CampaignReport {
  readonly rounds: number;
  /** Name of a fault → how often. */
  readonly faults: Readonly<Record<string, number>>;
  readonly notReached: number;
  readonly ok: number;
  readonly refused: number;
  readonly unknown: number;
  readonly oddities: readonly string[];
  readonly violations: readonly (Violation & { readonly seed: number })[];
  readonly seconds: number;
}

/** A system of this many rounds has enough of a past. */
const ROUNDS_OF_A_SYSTEM = 10;
/** Violations of one round; the summary has all of them. */
const MOST_SHOWN = 10;

interface Place {
  readonly system: SystemUnderFault;
  readonly load: Load;
  rounds: number;
}

type SeededViolation = CampaignReport['violations'][number];

export async function runCampaign(campaign: Campaign): Promise<CampaignReport> {
  const { seed, count, broken = [], untilViolated = false, stop } = campaign;
  const isOver = (): boolean => stop?.aborted ?? false;
  const began = Date.now();
  const build = await patchedBuild([...crashPoints.map(({ patch }) => patch), ...broken]);
  const reports: RoundReport[] = [];
  const violations: SeededViolation[] = [];
  let place: Place | undefined;
  try {
    for (let i = 0; i < count && !isOver(); i += 1) {
      place ??= await begin(campaign, build, seed + i);
      campaign.say(`round ${i + 1} of ${count}, seed ${seed + i}`);
      const report = await oneRound(campaign, place, seed + i).catch(notCarriedOut);
      reports.push(report);
      violations.push(...report.violations.map((violation) => ({ ...violation, seed: seed + i })));
      if (report.violations.length > 0) campaign.say(`  logs: ${place.system.keepLogs(`${campaign.log}-${seed + i}`)}`);
      if (untilViolated && violations.length > 0) break;
      // What one round has broken is not to be found again by the next.
      if (report.violations.length > 0 || place.rounds === ROUNDS_OF_A_SYSTEM) {
        await place.system.discard();
        place = undefined;
      }
    }
  } finally {
    await place?.system.discard();
  }
  return { ...summed(reports), violations, seconds: Math.round((Date.now() - began) / 1000) };
}

async function begin({ log }: Campaign, build: Build, seed: number): Promise<Place> {
  const system = await SystemUnderFault.start({ log, build });
  try {
    return { system, load: await Load.signIn(system.address, seed), rounds: 0 };
  } catch (error) {
    await system.discard();
    throw error;
  }
}

async function oneRound({ log, moments = 4, among, say }: Campaign, place: Place, seed: number): Promise<RoundReport> {
  const report = await runRound({
    system: place.system,
    load: place.load,
    moments: drawMoments(new Random(seed, 'faults'), log, moments, among),
    random: new Random(seed, 'pauses'),
    say: (line) => say(`  ${line}`),
  });
  place.rounds += 1;
  say(`  ${verdictOn(report)}`);
  for (const { invariant, what } of report.violations.slice(0, MOST_SHOWN)) say(`  ${invariant} violated: ${what}`);
  for (const oddity of new Set(report.oddities)) say(`  not excused by any fault: ${oddity}`);
  return report;
}

/** The system did not come back, or we cannot tell: nothing can be said in its favour. */
function notCarriedOut(error: unknown): RoundReport {
  const what = `the round could not be carried out: ${error instanceof Error ? error.message : String(error)}`;
  const violations = violated('I7', [what]);
  return { faults: [], notReached: [], ok: 0, refused: 0, unknown: 0, oddities: [], violations };
}

function summed(reports: readonly RoundReport[]): Omit<CampaignReport, 'violations' | 'seconds'> {
  const sum = (count: (report: RoundReport) => number): number => reports.reduce((so, report) => so + count(report), 0);
  return {
    rounds: reports.length,
    faults: counted(reports.flatMap(({ faults }) => faults)),
    notReached: sum(({ notReached }) => notReached.length),
    ok: sum(({ ok }) => ok),
    refused: sum(({ refused }) => refused),
    unknown: sum(({ unknown }) => unknown),
    oddities: reports.flatMap(({ oddities }) => oddities),
  };
}

function verdictOn({ ok, refused, unknown, notReached, violations }: RoundReport): string {
  const broken = INVARIANTS.filter((one) => violations.some(({ invariant }) => invariant === one));
  const missed = notReached.length > 0 ? `; not reached: ${notReached.join(', ')}` : '';
  const verdict = broken.length === 0 ? 'I1 to I7 hold' : `${broken.join(', ')} violated`;
  return `${ok} accepted, ${refused} refused, ${unknown} times no certain answer${missed}; ${verdict}`;
}

function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
