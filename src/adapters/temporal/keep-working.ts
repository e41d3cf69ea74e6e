import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Config } from '../../config/config.js';
import { createBindingWorker, type BindingWorkerOptions } from './binding-worker.js';
import { taskQueueOf, type TemporalPlace } from './temporal-place.js';

const PAUSE_MS = 1000;

type WorkerPlace = TemporalPlace & Pick<Config, 'stopSeconds'>;

export interface KeptWorker {
  /** Whether it asks Temporal for work now. */
  isWorking(): boolean;
  /** Finishes what is in hand. */
  stop(): Promise<void>;
}

/**
 * Runs a worker for as long as the process lives: waits for a Temporal that is not there yet, begins again when one ends.
 * @param say a line for the operator.
 */
export function keepWorking(
  config: WorkerPlace,
  activities: BindingWorkerOptions['activities'],
  say: (line: string) => void,
): KeptWorker {
  const stopping = new AbortController();
  let working: Worker | undefined;
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await workOnce(config, activities, stopping.signal, (worker) => (working = worker)).catch((error: unknown) =>
        say(`Temporal worker: ${error instanceof Error ? error.name : 'error'}; trying again`),
      );
      await pause(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    isWorking: () => working?.getState() === 'RUNNING',
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function workOnce(
  config: WorkerPlace,
  activities: BindingWorkerOptions['activities'],
  stopping: AbortSignal,
  began: (worker: Worker) => void,
): Promise<void> {
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  try {
    const taskQueue = taskQueueOf(config);
    const worker = await createBindingWorker({
      connection,
      namespace: config.temporalNamespace,
      taskQueue,
      activities,
      stopSeconds: config.stopSeconds,
    });
    began(worker);
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
