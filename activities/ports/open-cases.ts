import type { Instant } from '../../domain/calendar/instants.js';

/** An open case, and the revision up to which the read model has it: where to look for the end of its stream. */
export interface OpenCase {
  readonly requestId: string;
  readonly revision: number;
}

/** The open cases as the read model has them, by the pages that `reconcile` goes through. */
export interface OpenCases {
  /** Up to when every event is in the read model, in the past; null while nobody can say. */
  seenUntil(): Promise<Instant | null>;
  /** In the order of requestId, those after `after`. */
  every(after: string | null, limit: number): Promise<readonly OpenCase[]>;
  /** Of these, the ones whose deadline has been past for a minute, or that had an event since then. */
  changed(since: Instant, after: string | null, limit: number): Promise<readonly OpenCase[]>;
}
