/**
 * Keeps read models up to date: follows the log from the stored position, batch by batch, and starts again from there
 * after every trouble. It knows no read model. Any process may be killed at any moment; several may run, one is active.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { FULL_BATCH } from './batch.js';
import { Checkpoint } from './checkpoint.js';
import { followLog } from './follow-log.js';
import { StoppedAtPoison, type Poison, type ReadModel } from '../folding/read-model.js';

export interface RunnerOptions {
  /** Events in a batch, at most, but for an append that holds more; 4000. So many come together only while much is to be caught up. */
  readonly batchSize: number;
  /** How long a runner that vanished keeps others waiting; 3 s. */
  readonly leaseMs: number;
  /** How often the lease is renewed and the end of the log looked at; 1 s. */
  readonly tickMs: number;
  /** How often parked streams are tried again; 30 s. */
  readonly retryParkedMs: number;
  /** First and longest wait after trouble; 100 ms, 5 s. */
  readonly backOffMs: readonly [first: number, longest: number];
}

const DEFAULTS: RunnerOptions = {
  batchSize: FULL_BATCH,
  leaseMs: 3_000,
  tickMs: 1_000,
  retryParkedMs: 30_000,
  backOffMs: [100, 5_000],
};

/** What an operator may want to read. Names and codes only. */
export type RunnerNews = { readonly readModel: string } & (
  | { readonly kind: 'active' }
  | { readonly kind: 'parked'; readonly poison: Poison }
  /** A strict read model stands before an event that it cannot apply. */
  | { readonly kind: 'stopped'; readonly poison: Poison; readonly againInMs: number }
  | { readonly kind: 'trouble'; readonly error: unknown; readonly againInMs: number }
);

export interface Runner {
  readonly db: SqlDatabase;
  readonly log: EventLog;
  readonly model: ReadModel;
  readonly checkpoint: Checkpoint;
  readonly options: RunnerOptions;
  readonly tell: (news: RunnerNews) => void;
}

export interface Projections {
  /** Finishes the batches in hand, gives the leases back. */
  stop(): Promise<void>;
}

/** Starts a runner for each read model; none waits for another. Never throws: what fails is tried again. */
export function startProjections(
  models: readonly ReadModel[],
  { db, log, tell = () => undefined }: { db: SqlDatabase; log: EventLog; tell?: (news: RunnerNews) => void },
  options: Partial<RunnerOptions> = {},
): Projections {
  const all = { ...DEFAULTS, ...options };
  const holder = randomUUID();
  const stopping = new AbortController();
  const running = models.map((model) => {
    const checkpoint = new Checkpoint(db, model, holder, all.leaseMs);
    return run({ db, log, model, checkpoint, options: all, tell }, stopping.signal);
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function run(runner: Runner, signal: AbortSignal): Promise<void> {
  const [first, longest] = runner.options.backOffMs;
  let wait = first;
  while (!signal.aborted) {
    const started = performance.now();
    try {
      await turn(runner, signal);
      wait = first;
    } catch (error) {
      if (performance.now() - started > longest) wait = first;
      runner.tell({ readModel: runner.model.name, ...newsOf(error), againInMs: wait });
      await rest(wait, signal);
      wait = Math.min(wait * 2, longest);
    }
  }
  // Without it the next runner waits for the lease to run out: no harm.
  await runner.checkpoint.release().catch(() => undefined);
}

function newsOf(error: unknown) {
  if (error instanceof StoppedAtPoison) return { kind: 'stopped', poison: error.poison } as const;
  return { kind: 'trouble', error } as const;
}

/** One try to be the active runner: ends when stopped, throws on trouble. */
async function turn(runner: Runner, signal: AbortSignal): Promise<void> {
  const { checkpoint, options, model, tell } = runner;
  const start = await checkpoint.acquire();
  if (!start) return rest(options.tickMs, signal);
  tell({ kind: 'active', readModel: model.name });
  await followLog(runner, start.position, signal);
}

/** Waits, or ends early when stopped. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
