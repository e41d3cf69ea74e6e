import { NO_STREAM, type EventLog } from '../../eventstore/port.js';
import type { StreamTip } from '../../workflows/binding/activity-contract.js';
import { bindingStream } from '../../workflows/names.js';
import { chainOfStored } from './recorded-event.js';

/** Where the stream of a request ends in the log. @param near a revision from which on to look; it may be wrong. @throws Unavailable */
export async function tipOf(log: Pick<EventLog, 'readStream'>, requestId: string, near: number): Promise<StreamTip> {
  const stream = bindingStream(requestId);
  const [last] = (await log.readStream(stream, Math.max(near, 0))).slice(-1);
  if (last) return { revision: last.revision, chain: chainOfStored(last) };
  return near > 0 ? tipOf(log, requestId, 0) : { revision: NO_STREAM, chain: null };
}
