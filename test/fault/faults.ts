/** What can be done to the running system: drawn by a seed, inflicted one after the other or two at once, and healed. */
import { spawn } from 'node:child_process';
import { readModels } from '../../projections/read-models.js';
import { eventually } from '../../src/tools/demo/visitor.js';
import type { Fault as LogFault } from '../support/eventstoredb-double/faults.js';
import { crashPoints, type CrashPoint } from './build/crash-points.js';
import type { Random } from './random.js';
import { statement, type LogKind } from './system/engines.js';
import { ROLES, wait, type Link, type Part, type Role, type SystemUnderFault } from './system/system-under-fault.js';

export type Fault =
  /** kill -9 of a part, of the supervisor alone, or of all of them. */
  | { readonly kind: 'kill'; readonly of: Part | 'supervisor' | 'everything' }
  /** SIGTERM, as for a new release: it ends in order, and another one begins. */
  | { readonly kind: 'replace'; readonly of: Role }
  /** SIGSTOP, SIGCONT. */
  | { readonly kind: 'stop'; readonly of: Part; readonly ms: number }
  /** Every connection breaks. */
  | { readonly kind: 'cut'; readonly of: Link }
  /** Requests arrive, answers do not; then the connections break. */
  | { readonly kind: 'lose answers'; readonly of: Link; readonly ms: number }
  /** Requests do not arrive; then the connections break. */
  | { readonly kind: 'lose requests'; readonly of: Link; readonly ms: number }
  /** Nothing passes; later all of it does. */
  | { readonly kind: 'freeze link'; readonly of: Link; readonly ms: number }
  /** What the EventStoreDB double can suffer from. */
  | { readonly kind: 'log'; readonly of: LogFault; readonly ms: number }
  | { readonly kind: 'end subscriptions'; readonly of: 'by an error' | 'without a word' }
  /** Some appends take long between their insert and their commit. */
  | { readonly kind: 'slow commits'; readonly of: 'postgres'; readonly ms: number }
  /** Temporal dies and comes back without its database. */
  | { readonly kind: 'forget'; readonly of: 'temporal' }
  /** The same when everybody has gone home: no call of anybody begins a lost workflow anew, only the product itself can. */
  | { readonly kind: 'forget at night'; readonly of: 'temporal' }
  /** Whoever comes by dies there. */
  | { readonly kind: 'crash'; readonly of: string }
  /** No fault: an operator fills a read model anew and swaps it in while all this goes on. */
  | { readonly kind: 'rebuild'; readonly of: string };

/** Faults that begin together. The next moment begins when they are over. */
export type Moment = readonly Fault[];

/** For the ledger and the lines of progress. */
export function nameOf({ kind, of }: Fault): string {
  return `${kind} ${of}`;
}

/** Longest that a crash point waits for somebody to come by. */
const CRASH_PATIENCE_MS = 8_000;

/** Whatever is not found in so many is not there. */
const MOST_DRAWS = 10_000;

/** Inflicted after the others of the round, when nobody works any more. */
export function isAtNight({ kind }: Fault): boolean {
  return kind === 'forget at night';
}

/** Kinds with how often they are drawn. */
const DRAWS: readonly { readonly weight: number; readonly draw: (random: Random, log: LogKind) => Fault }[] = [
  { weight: 5, draw: (random, log) => ({ kind: 'kill', of: random.pick(partsOf(log)) }) },
  { weight: 1, draw: (random) => ({ kind: 'kill', of: random.pick(['supervisor', 'everything']) }) },
  { weight: 1, draw: (random) => ({ kind: 'replace', of: random.pick(ROLES) }) },
  { weight: 1, draw: (random) => ({ kind: 'rebuild', of: random.pick(readModels).name }) },
  {
    weight: 3,
    draw: (random, log) => ({ kind: 'stop', of: random.pick(partsOf(log)), ms: random.between(500, 4_000) }),
  },
  { weight: 2, draw: (random, log) => ({ kind: 'cut', of: random.pick(linksOf(log)) }) },
  {
    weight: 3,
    draw: (random, log) => ({ kind: 'lose answers', of: random.pick(linksOf(log)), ms: random.between(100, 1_500) }),
  },
  {
    weight: 2,
    draw: (random, log) => ({ kind: 'lose requests', of: random.pick(linksOf(log)), ms: random.between(100, 1_000) }),
  },
  {
    weight: 2,
    draw: (random, log) => ({ kind: 'freeze link', of: random.pick(linksOf(log)), ms: random.between(500, 3_500) }),
  },
  { weight: 3, draw: (random, log) => (log === 'eventstoredb' ? logFault(random) : slowCommits(random)) },
  { weight: 1, draw: (random) => ({ kind: random.pick(['forget', 'forget at night'] as const), of: 'temporal' }) },
  { weight: 8, draw: (random) => ({ kind: 'crash', of: random.pick(crashPoints).name }) },
];

/** @param moments how many. @param among only these kinds or names are drawn; absent: all */
export function drawMoments(
  random: Random,
  log: LogKind,
  moments: number,
  among?: readonly string[],
): readonly Moment[] {
  return Array.from({ length: moments }, () => {
    const first = drawOne(random, log, among);
    if (isAlone(first) || !random.chance(0.35)) return [first];
    const second = drawOne(random, log, among);
    return isAlone(second) || second.of === first.of ? [first] : [first, second];
  });
}

/** @throws Error when nothing that is ever drawn is among those */
function drawOne(random: Random, log: LogKind, among?: readonly string[]): Fault {
  for (let tries = 0; tries < MOST_DRAWS; tries += 1) {
    let at = random.next() * DRAWS.reduce((sum, { weight }) => sum + weight, 0);
    const fault = (DRAWS.find(({ weight }) => (at -= weight) < 0) ?? random.pick(DRAWS)).draw(random, log);
    if (!among || among.includes(fault.kind) || among.includes(nameOf(fault))) return fault;
  }
  throw new Error(
    `no fault of the ${log} log is called ${among?.join(' or ')}; one is called ${nameOf(drawOne(random, log))}`,
  );
}

/** What changes everything is looked at by itself. */
function isAlone(fault: Fault): boolean {
  return fault.of === 'everything' || fault.of === 'supervisor' || fault.kind.startsWith('forget');
}

function partsOf(log: LogKind): readonly Part[] {
  return [...ROLES, 'temporal', 'postgres', ...(log === 'eventstoredb' ? (['log'] as const) : [])];
}

function linksOf(log: LogKind): readonly Link[] {
  return ['api', 'postgres', 'temporal', ...(log === 'eventstoredb' ? (['log'] as const) : [])];
}

const LOG_FAULTS: readonly LogFault[] = [
  'unavailable',
  'lost-append',
  'lost-answers',
  'silent-answers',
  'slow-appends',
];

function logFault(random: Random): Fault {
  if (random.chance(0.25)) {
    return { kind: 'end subscriptions', of: random.pick(['by an error', 'without a word'] as const) };
  }
  return { kind: 'log', of: random.pick(LOG_FAULTS), ms: random.between(500, 3_000) };
}

function slowCommits(random: Random): Fault {
  return { kind: 'slow commits', of: 'postgres', ms: random.between(1_500, 4_000) };
}

/** Resolves when the fault is over and what died is back. @returns false when nobody came by a crash point, or it struck nobody */
export async function inflict(fault: Fault, system: SystemUnderFault): Promise<boolean> {
  switch (fault.kind) {
    case 'kill':
      await kill(fault.of, system);
      return true;
    case 'replace':
      await system.replace(fault.of);
      return true;
    case 'stop':
      await system.pause(fault.of, fault.ms);
      return true;
    case 'cut':
      system.link(fault.of).cut();
      return true;
    case 'lose answers':
      await system.link(fault.of).loseAnswers(fault.ms);
      return true;
    case 'lose requests':
      await system.link(fault.of).loseRequests(fault.ms);
      return true;
    case 'freeze link':
      system.link(fault.of).freeze();
      await wait(fault.ms);
      system.link(fault.of).thaw();
      return true;
    case 'log':
      return logInTrouble(fault, system);
    case 'end subscriptions':
      return isHeard(system.engines.double?.endSubscriptions(fault.of));
    case 'slow commits':
      await slowCommitsFor(system, fault.ms);
      return true;
    case 'forget':
    case 'forget at night':
      await system.forgetTemporal();
      return true;
    case 'crash':
      return crash(fault.of, system);
    case 'rebuild':
      // It may fail, as the database may be away: then nothing has changed.
      await runCli(system, ['projections', 'rebuild', fault.of]);
      return true;
  }
}

async function logInTrouble(
  { of, ms }: Extract<Fault, { kind: 'log' }>,
  { engines }: SystemUnderFault,
): Promise<boolean> {
  if (!(await isHeard(engines.double?.suffer(of)))) return false;
  await wait(ms);
  await isHeard(engines.double?.suffer('nothing'));
  return true;
}

/** Not by a double that is killed in the same moment; it comes back healthy. */
async function isHeard(order: Promise<unknown> | undefined): Promise<boolean> {
  return (
    order?.then(
      () => true,
      () => false,
    ) ?? false
  );
}

function kill(what: Extract<Fault, { kind: 'kill' }>['of'], system: SystemUnderFault): Promise<void> {
  if (what === 'everything') return system.killEverything();
  return what === 'supervisor' ? system.killSupervisor() : system.kill(what);
}

async function crash(name: string, system: SystemUnderFault): Promise<boolean> {
  const point = crashPoints.find((one) => one.name === name);
  if (!point) throw new Error(`no crash point is called ${name}`);
  const victim = ROLES.find((role) => role === (point.in === 'reconcile' ? 'worker' : point.in));
  const before = victim && (await system.whoPlays(victim));
  system.arm(name);
  const command = commandFor(point.in, system);
  const struck = await until(CRASH_PATIENCE_MS, () => system.hasStruck(name));
  system.disarm(name);
  await command;
  if (struck && victim && before) await system.isBack(victim, before);
  return struck;
}

/** An operator's command that passes the point. @returns its end; undefined where none is needed */
function commandFor(who: CrashPoint['in'], system: SystemUnderFault): Promise<unknown> | undefined {
  if (who === 'rebuild') return runCli(system, ['projections', 'rebuild', 'binding_case']);
  return who === 'reconcile' ? runCli(system, ['reconcile', '--all']) : undefined;
}

/** @returns the exit code, or null when it was killed */
export async function runCli(system: SystemUnderFault, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [system.cli, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...(await system.environment()) },
    stdio: 'ignore',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function slowCommitsFor(system: SystemUnderFault, milliseconds: number): Promise<void> {
  const { databaseUrl } = system.engines;
  await statement(databaseUrl, SLOW_COMMITS);
  await wait(milliseconds);
  // Whatever happens to the database meanwhile: this must go again.
  await eventually(
    'the end of slow commits',
    () => statement(databaseUrl, 'drop trigger if exists slow_commits on event_log').then(() => true),
    () => true,
    60_000,
  );
}

const SLOW_COMMITS = `
  create or replace function slow_commit() returns trigger language plpgsql as
    $$ begin if random() < 0.3 then perform pg_sleep(0.05 + random() * 0.35); end if; return null; end $$;
  create or replace trigger slow_commits after insert on event_log for each statement execute function slow_commit();`;

async function until(milliseconds: number, holds: () => boolean): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > end) return false;
    await wait(20);
  }
  return true;
}
