import { setTimeout as pause } from 'node:timers/promises';
import { ReconcilePasses } from './reconcile-passes.js';
import type { TemporalPlace } from './temporal-place.js';

/** How often it looks whether the Schedule is still there, and when it looks again after trouble. */
const LOOK_MS = { well: 10_000, trouble: 2_000 };

export interface KeptReconciling {
  stop(): Promise<void>;
}

/**
 * Sees to it that passes of `reconcile` are made for as long as the process lives: one over every open case now, and
 * whenever the Schedule turns out to be missing (Temporal lost its database), and the Schedule for those in between.
 * @param say a line for the operator.
 */
export function keepReconciling(place: TemporalPlace, say: (line: string) => void): KeptReconciling {
  const stopping = new AbortController();
  const passes = new ReconcilePasses(place);
  const ended = (async () => {
    let isUpToDate = false;
    while (!stopping.signal.aborted) {
      const well: boolean = await ensure(passes, isUpToDate, say).catch(() => false);
      isUpToDate ||= well;
      await pause(well ? LOOK_MS.well : LOOK_MS.trouble, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await passes.close();
  })();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function ensure(passes: ReconcilePasses, isUpToDate: boolean, say: (line: string) => void): Promise<boolean> {
  const wasMissing = await passes.ensureSchedule();
  if (wasMissing && isUpToDate) say('reconcile: Temporal has lost its Schedule; looking after every open case');
  if (!wasMissing && isUpToDate) return true;
  if (!wasMissing) await passes.updateSchedule();
  await passes.startEvery();
  return true;
}
