/** What scripts/fault.mjs runs once everything is installed and built. Its options are JSON in the first argument. */
import { untilStopAsked } from '../../src/processes/stop-requests.js';
import { brokenBuilds, type BrokenBuild } from './broken-builds.js';
import { runCampaign, type Campaign, type CampaignReport } from './campaign.js';
import { addBrokenToLedger, addToLedger } from './ledger.js';
import { SystemUnderFault } from './system/system-under-fault.js';

export interface FaultOptions {
  readonly seed: number;
  readonly count: number;
  readonly logs: readonly Campaign['log'][];
  readonly moments: number;
  readonly among?: readonly string[];
  /** Names of builds broken on purpose, or all of them; absent: the product as it is. */
  readonly broken?: readonly string[] | 'all';
  readonly ledger: boolean;
}

const say = (line: string): void => console.log(line);

const stopping = new AbortController();
void untilStopAsked((exitCode) => void SystemUnderFault.discardAll().then(() => process.exit(exitCode))).then(() => {
  say('ends after this round and tells what it has seen; asked once more, it ends at once');
  stopping.abort();
});
const options = JSON.parse(process.argv[2] ?? '') as FaultOptions;
try {
  const holds = options.broken ? await catchAll(options.broken, options.ledger) : await suffer(options);
  // Whatever a client library has left open: the systems are gone.
  process.exit(holds ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}

async function suffer({ seed, count, logs, moments, among, ledger }: FaultOptions): Promise<boolean> {
  let isWell = true;
  for (const log of logs) {
    say(`${count} rounds on the ${log} log, seeds ${seed} to ${seed + count - 1}`);
    const report = await runCampaign({
      seed,
      count,
      log,
      moments,
      ...(among && { among }),
      say,
      stop: stopping.signal,
    });
    if (report.rounds === 0) break;
    if (ledger) addToLedger(seed, log, report);
    for (const line of summary(report)) say(line);
    isWell &&= report.violations.length === 0;
  }
  return isWell;
}

async function catchAll(names: readonly string[] | 'all', ledger: boolean): Promise<boolean> {
  const builds = names === 'all' ? brokenBuilds : names.map(buildCalled);
  const began = Date.now();
  const found: Record<string, readonly string[]> = {};
  for (const build of builds) {
    if (stopping.signal.aborted) break;
    say(`${build.name}: ${build.says}`);
    found[build.name] = await caughtBy(build);
    say(`  ${verdictOn(build.name, found[build.name])}`);
  }
  if (ledger) addBrokenToLedger(found, Math.round((Date.now() - began) / 1000));
  const caught = Object.values(found).filter((by) => by.length > 0).length;
  say(`\n${caught} of ${builds.length} builds broken on purpose were caught`);
  for (const { name } of builds) say(`  ${verdictOn(name, found[name])}`);
  return caught === builds.length;
}

/** @throws Error that says which there are */
function buildCalled(wanted: string): BrokenBuild {
  const build = brokenBuilds.find(({ name }) => name === wanted);
  if (build) return build;
  throw new Error(`no build is called ${wanted}, but: ${brokenBuilds.map(({ name }) => name).join(', ')}`);
}

function verdictOn(name: string, by: readonly string[] = []): string {
  return `${name.padEnd(36)} ${by.length > 0 ? `caught by ${by.join(', ')}` : 'NOT CAUGHT'}`;
}

/** @returns the invariants found violated that this fault should violate */
async function caughtBy({ patches, log, seed, among, rounds, caughtBy: expected }: BrokenBuild): Promise<string[]> {
  const { violations } = await runCampaign({
    seed,
    count: rounds,
    log,
    broken: patches,
    ...(among && { among }),
    untilViolated: true,
    stop: stopping.signal,
    say: (line) => say(`  ${line}`),
  });
  return expected.filter((invariant) => violations.some((violation) => violation.invariant === invariant));
}

function summary(report: CampaignReport): readonly string[] {
  const { rounds, faults, notReached, ok, refused, unknown, oddities, violations, seconds } = report;
  const total = Object.values(faults).reduce((sum, count) => sum + count, 0);
  return [
    '',
    `${rounds} rounds in ${seconds} s: ${total} faults of ${Object.keys(faults).length} kinds, ${notReached} crash points not reached`,
    `${ok} commands accepted, ${refused} refused, ${unknown} answers that said nothing certain`,
    ...Object.entries(faults).map(([name, count]) => `  ${String(count).padStart(4)} × ${name}`),
    ...oddities.map((oddity) => `not excused by any fault: ${oddity}`),
    violations.length === 0 ? 'I1 to I7 hold' : `${violations.length} violations:`,
    ...violations.map(({ seed, invariant, what }) => `  seed ${seed}: ${invariant}: ${what}`),
  ];
}
