export interface ProjectionsBench {
  readonly events: number;
  readonly rounds: number;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
}
