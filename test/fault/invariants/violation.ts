/** The invariants that a fault must not break; `npm run fault -- --help` lists them. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7';

export const INVARIANTS: readonly Invariant[] = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7'];

export interface Violation {
  readonly invariant: Invariant;
  /** Ids, names of events and codes; no values of people. */
  readonly what: string;
}

export function violated(invariant: Invariant, whats: readonly string[]): readonly Violation[] {
  return whats.map((what) => ({ invariant, what }));
}
