/** One step of the schema, applied once, in order, in a transaction of its own. Steps only expand; a later release contracts. */
export interface Migration {
  /** Unique and stable, e.g. `roster-1`. */
  readonly name: string;
  readonly sql: string;
}
