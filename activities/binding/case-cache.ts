/** Folded cases, so that a command on a case of a moment ago reads nothing. What is kept is never changed. */
import type { FoldedCase } from '../../domain/binding/fold.js';

/** A fold, and the chain hash of its last event; null before the first. */
export interface ChainedCase extends FoldedCase {
  readonly chain: string | null;
}

export interface CacheLimits {
  readonly cases: number;
  readonly bytes: number;
}

const LIMITS: CacheLimits = { cases: 1_000, bytes: 64 * 1024 * 1024 };
/** What a handled command takes: its id, its place and the entry in the index. */
const BYTES_OF_A_COMMAND = 200;
const BYTES_OF_A_CASE = 500;

interface Kept {
  readonly folded: ChainedCase;
  readonly bytes: number;
}

export class CaseCache {
  /** In the order of their use, the least used first. */
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;
  /** Commands that found their case here, and those that did not. */
  hits = 0;
  misses = 0;

  constructor(private readonly limits: CacheLimits = LIMITS) {}

  /** The case as it was last seen: to be compared with the log before it is believed. */
  last(requestId: string): ChainedCase | undefined {
    return this.kept.get(requestId)?.folded;
  }

  /** The case as the stream leaves it at the event with that chain hash. */
  endingWith(requestId: string, chain: string | null): ChainedCase | undefined {
    const kept = this.kept.get(requestId);
    if (kept === undefined || kept.folded.chain !== chain) {
      this.misses += 1;
      return undefined;
    }
    this.hits += 1;
    this.kept.delete(requestId);
    this.kept.set(requestId, kept);
    return kept.folded;
  }

  /** Takes the place of what it has grown out of, and of nothing else. @param passed whether the fold came by that chain */
  keep(requestId: string, folded: ChainedCase, passed: (chain: string | null) => boolean): void {
    const before = this.kept.get(requestId);
    if (before !== undefined && !passed(before.folded.chain)) return;
    this.drop(requestId);
    const bytes = sizeOf(folded);
    this.kept.set(requestId, { folded, bytes });
    this.bytes += bytes;
    for (const [oldest] of this.kept) {
      if (this.kept.size <= this.limits.cases && this.bytes <= this.limits.bytes) return;
      this.drop(oldest);
    }
  }

  drop(requestId: string): void {
    this.bytes -= this.kept.get(requestId)?.bytes ?? 0;
    this.kept.delete(requestId);
  }
}

/** An estimate: text takes two bytes a character at the most. */
function sizeOf({ state, revision }: ChainedCase): number {
  return BYTES_OF_A_CASE + 2 * JSON.stringify(state).length + BYTES_OF_A_COMMAND * (revision + 1);
}
