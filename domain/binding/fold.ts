/** One case as its stream leaves it. A step costs the same at the ten-thousandth event as at the first. */
import { evolve } from './evolve.js';
import type { Instant } from '../calendar/instants.js';
import type { RecordedBindingEvent } from './events.js';
import { HandledCommands } from './handled.js';
import type { BindingState } from './state.js';

export interface FoldedCase {
  readonly state: BindingState;
  /** Of the last event; -1 before the first. */
  readonly revision: number;
  /** Of the last event; null before the first. */
  readonly at: Instant | null;
  /** Shared by the folds of a stream: asked with `revision`. */
  readonly handled: HandledCommands;
}

export function nothingFolded(): FoldedCase {
  return { state: null, revision: -1, at: null, handled: HandledCommands.none() };
}

export function fold({ state, handled }: FoldedCase, event: RecordedBindingEvent): FoldedCase {
  const { revision, metadata } = event;
  const { commandId, at } = metadata;
  return { state: evolve(state, event), revision, at, handled: handled.with(commandId, revision) };
}
