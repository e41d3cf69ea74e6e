/**
 * Keeps read models up to date: follows the log from the stored position, batch by batch, and starts again from there
 * after every trouble. It treats every read model alike. Any process may be killed at any moment; several may run, one is active.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { FULL_BATCH } from './batch.js';
import { Checkpoint } from './checkpoint.js';
import { followLog } from './follow-log.js';
import { StoppedAtPoison, type ReadModel } from '../folding/read-model.js';
import type { Runner, RunnerNews, RunnerOptions } from './runner-contract.js';

const DEFAULTS: RunnerOptions = {
  batchSize: FULL_BATCH,
  leaseMs: 3_000,
  tickMs: 1_000,
  retryParkedMs: 30_000,
  backOffMs: [100, 5_000],
};

export interface Projections {
  /** Finishes the batches in hand, gives the leases back. */
  stop(): Promise<void>;
}

/** Starts an independent runner for each read model. Never throws: a failure is retried. */
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
  // If this fails, the next runner waits until the lease runs out.
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
