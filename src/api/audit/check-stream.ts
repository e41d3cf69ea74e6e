/** Whether what stands in a stream is what the rules have written: its chain, then each of its decisions. */
import { audited } from '../../../activities/binding/recorded-event.js';
import { checkLawful } from '../../../domain/binding/recheck/recheck.js';
import { verifyChain } from '../../../eventstore/chain/envelope.js';
import type { StoredEvent } from '../../../eventstore/port.js';

export interface UnlawfulEvent {
  readonly stream: string;
  readonly revision: number;
  /** Type of the event found there, or expected. */
  readonly type: string;
  /** One line without values of people. */
  readonly why: string;
}

/** @param events of one stream from revision 0. @returns undefined when all of it is as it should be */
export function checkStream(
  stream: string,
  events: readonly Omit<StoredEvent, 'position'>[],
): UnlawfulEvent | undefined {
  const chain = verifyChain(stream, events);
  if (!chain.ok) {
    const { revision, reason } = chain;
    return { stream, revision, type: events[revision]?.type ?? 'nothing', why: `the chain is broken: ${reason}` };
  }
  const checked = checkLawful(events.map(audited));
  if (checked.lawful) return undefined;
  const { revision, type, why } = checked;
  return { stream, revision, type, why };
}
