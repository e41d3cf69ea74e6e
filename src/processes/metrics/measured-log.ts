import { Conflict, type EventLog } from '../../../eventstore/port.js';
import type { Metrics } from './metrics.js';

/** The same log; how long its appends take is measured. */
export function measuredLog(log: EventLog, metrics: Metrics): EventLog {
  const append: EventLog['append'] = async (stream, expectedRevision, events) => {
    const end = metrics.appendSeconds.startTimer();
    try {
      const appended = await log.append(stream, expectedRevision, events);
      end({ outcome: 'stored' });
      return appended;
    } catch (error) {
      end({ outcome: error instanceof Conflict ? 'conflict' : 'failed' });
      throw error;
    }
  };
  const { checkAccess, alteredStreams } = log;
  return {
    append,
    readStream: (stream, from, to) => log.readStream(stream, from, to),
    readAll: (after, limit) => log.readAll(after, limit),
    subscribe: (after, signal) => log.subscribe(after, signal),
    head: () => log.head(),
    ...(checkAccess && { checkAccess: () => checkAccess.call(log) }),
    ...(alteredStreams && { alteredStreams: () => alteredStreams.call(log) }),
    close: () => log.close(),
  };
}
