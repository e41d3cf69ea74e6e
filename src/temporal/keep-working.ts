import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { BindingActivities } from '../../workflows/activity-contract.js';
import { TASK_QUEUE } from '../../workflows/names.js';
import type { Config } from '../config/config.js';
import { createBindingWorker } from './binding-worker.js';

const PAUSE_MS = 1000;

export interface KeptWorker {
  /** Finishes what is in hand. */
  stop(): Promise<void>;
}

type TemporalPlace = Pick<Config, 'temporalAddress' | 'temporalNamespace' | 'temporalTaskQueue'>;

/**
 * Runs a worker for as long as the process lives: waits for a Temporal that is not there yet, begins again when one ends.
 * @param say a line for the operator.
 */
export function keepWorking(
  config: TemporalPlace,
  activities: BindingActivities,
  say: (line: string) => void,
): KeptWorker {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await workOnce(config, activities, stopping.signal).catch((error: unknown) =>
        say(`Temporal worker: ${error instanceof Error ? error.name : 'error'}; trying again`),
      );
      await pause(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function workOnce(config: TemporalPlace, activities: BindingActivities, stopping: AbortSignal): Promise<void> {
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  try {
    const { temporalNamespace: namespace, temporalTaskQueue: taskQueue = TASK_QUEUE } = config;
    const worker = await createBindingWorker({ connection, namespace, taskQueue, activities });
    await runUntil(stopping, worker);
  } finally {
    await connection.close();
  }
}

async function runUntil(stopping: AbortSignal, worker: Worker): Promise<void> {
  const shutDown = () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  stopping.addEventListener('abort', shutDown);
  try {
    const running = worker.run();
    if (stopping.aborted) shutDown();
    await running;
  } finally {
    stopping.removeEventListener('abort', shutDown);
  }
}
