import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable, type Position, type StoredEvent } from '../../eventstore/port.js';
import { applyBatch } from './apply-batch.js';
import { positionAfter } from './batch.js';
import { inBatches } from './batches.js';
import { retryParked } from './retry-parked.js';
import type { Runner } from './runner-contract.js';

/** The stored position is past the end of the log: it was restored from an older copy. Somebody must rebuild the read model. */
export class AheadOfLog extends Error {
  override readonly name = 'AheadOfLog';
}

/** This many looks at a log that has more, without an event from the subscription, and it counts as dead. */
const SILENT_LOOKS = 3;

/** Follows the log until stopped. @throws LeaseLost, AheadOfLog, StoppedAtPoison, Unavailable, what the database throws */
export async function followLog(runner: Runner, start: Position | null, signal: AbortSignal): Promise<void> {
  await assertWithinLog(runner, start);
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const follower = new Follower(runner, start);
  await follower.retryParked();
  const watch = follower.watch(either).finally(() => ended.abort());
  // Awaited below; this only keeps Node from taking it for forgotten in the meantime.
  watch.catch(() => undefined);
  try {
    await follower.applyAll(either);
  } finally {
    ended.abort();
    await watch;
  }
  if (!signal.aborted) throw new Unavailable('the subscription ended');
}

/** A subscription from past the end delivers nothing, and says nothing. */
async function assertWithinLog({ log, checkpoint }: Runner, position: Position | null): Promise<void> {
  const head = await log.head();
  await checkpoint.renew(head);
  if (position !== null && (head === null || position > head)) {
    throw new AheadOfLog('the stored position is past the end of the log');
  }
}

class Follower {
  private parked: ReadonlySet<string> = new Set();
  private retriedAt = 0;
  /** Batches and second tries come one after the other: both move streams. */
  private inHand: Promise<void> | undefined;

  constructor(
    private readonly runner: Runner,
    private position: Position | null,
  ) {}

  async applyAll(signal: AbortSignal): Promise<void> {
    const { log, options } = this.runner;
    for await (const events of inBatches(log.subscribe(this.position, signal), options.batchSize, signal)) {
      await this.oneAtATime(() => this.apply(events));
    }
  }

  /** Renews the lease, tries parked streams again, and watches that the subscription is alive. @throws LeaseLost, Unavailable */
  async watch(signal: AbortSignal): Promise<void> {
    const { log, checkpoint, options } = this.runner;
    let silent = 0;
    for (;;) {
      const seen = this.position;
      await pause(options.tickMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const head = await log.head();
      await checkpoint.renew(head);
      const waiting = !this.inHand && this.position === seen && head !== null && (seen === null || head > seen);
      silent = waiting ? silent + 1 : 0;
      if (silent >= SILENT_LOOKS) throw new Unavailable('the subscription is silent while the log has more');
      if (performance.now() - this.retriedAt > options.retryParkedMs) await this.oneAtATime(() => this.retryParked());
    }
  }

  async retryParked(): Promise<void> {
    const { db, log, model, checkpoint } = this.runner;
    const still = await retryParked(db, log, model, checkpoint);
    this.parked = new Set(still.map(({ stream }) => stream));
    this.retriedAt = performance.now();
  }

  private async oneAtATime(work: () => Promise<void>): Promise<void> {
    while (this.inHand) await this.inHand.catch(() => undefined);
    this.inHand = work();
    try {
      await this.inHand;
    } finally {
      this.inHand = undefined;
    }
  }

  private async apply(events: readonly StoredEvent[]): Promise<void> {
    const { db, model, checkpoint, tell } = this.runner;
    const [first, ...others] = events;
    if (!first) return;
    const batch = { from: this.position, events: [first, ...others], parked: this.parked } as const;
    const poisons = await applyBatch(db, model, checkpoint, batch);
    this.position = positionAfter(batch.from, batch.events);
    this.parked = new Set([...(model.strict ? [] : this.parked), ...poisons.map(({ stream }) => stream)]);
    for (const poison of poisons) tell({ kind: 'parked', readModel: model.name, poison });
  }
}
