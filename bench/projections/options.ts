export interface ProjectionsBench {
  readonly events: number;
  readonly rounds: number;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  /** A real EventStoreDB, empty and of its own; absent: the double. */
  readonly url?: string;
}
