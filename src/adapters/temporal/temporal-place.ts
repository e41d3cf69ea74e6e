import { TASK_QUEUE } from '../../../workflows/names.js';
import type { Config } from '../../config/config.js';

/** The part of the configuration that says where Temporal is. */
export type TemporalPlace = Pick<Config, 'temporalAddress' | 'temporalNamespace' | 'temporalTaskQueue'>;

export function taskQueueOf({ temporalTaskQueue }: TemporalPlace): string {
  return temporalTaskQueue ?? TASK_QUEUE;
}
