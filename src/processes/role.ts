import type { Config } from '../config/config.js';

/** A running role of the application; `stop` finishes what is in hand and releases everything, within STOP_SECONDS where the engines answer. */
export interface RunningRole {
  /** Where /metrics is, when METRICS_PORT asked for it. */
  readonly metricsPort: number | undefined;
  stop(): Promise<void>;
}

export type StartRole = (config: Config) => Promise<RunningRole>;
