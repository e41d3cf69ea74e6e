/** test/fault/ledger.ndjson: one line for each campaign that was run, committed with the code that it was run on. */
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CampaignReport } from './campaign.js';
import { INVARIANTS } from './invariants/violation.js';
import type { LogKind } from './system/engines.js';

const LEDGER = resolve('test/fault/ledger.ndjson');

export interface Entry {
  readonly seed: number;
  /** `+` where the working copy had changes beside the ledger. */
  readonly commit: string;
  readonly date: string;
  readonly log: LogKind;
  /** Rounds; their seeds are seed, seed + 1, … */
  readonly count: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Crash points that were armed and that nobody came by in time: counted in `faults` too. */
  readonly notReached: number;
  readonly commands: { readonly ok: number; readonly refused: number; readonly unknown: number };
  readonly invariants: readonly string[];
  readonly violations: readonly { readonly seed: number; readonly invariant: string; readonly what: string }[];
  readonly seconds: number;
}

/** Builds broken on purpose, with the invariants that were found violated of those that had to be. */
export interface BrokenEntry {
  readonly broken: Readonly<Record<string, readonly string[]>>;
  readonly commit: string;
  readonly date: string;
  readonly seconds: number;
}

export function addBrokenToLedger(broken: BrokenEntry['broken'], seconds: number): void {
  append({ broken, commit: commit(), date: new Date().toISOString(), seconds });
}

export function addToLedger(seed: number, log: LogKind, report: CampaignReport): void {
  const { rounds: count, faults, notReached, ok, refused, unknown, seconds } = report;
  append({
    seed,
    commit: commit(),
    date: new Date().toISOString(),
    log,
    count,
    faults,
    notReached,
    commands: { ok, refused, unknown },
    invariants: INVARIANTS,
    violations: report.violations.map(({ seed: of, invariant, what }) => ({ seed: of, invariant, what })),
    seconds,
  });
}

function append(entry: Entry | BrokenEntry): void {
  appendFileSync(LEDGER, `${JSON.stringify(entry)}\n`);
}

function commit(): string {
  try {
    const changes = git('status', '--porcelain', '--', '.', ':!test/fault/ledger.ndjson');
    return `${git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}
