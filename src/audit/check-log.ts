/** Whether what stands in the log is what the rules have written: each stream's chain, then each of its decisions. */
import { audited } from '../../activities/recorded-event.js';
import { checkLawful } from '../../domain/binding/lawfulness.js';
import { verifyChain } from '../../eventstore/envelope.js';
import type { EventLog, StoredEvent } from '../../eventstore/port.js';
import { bindingStream } from '../../workflows/names.js';

export interface UnlawfulEvent {
  readonly stream: string;
  readonly revision: number;
  /** Of the event that stands there, or should. */
  readonly type: string;
  /** One line without values of people. */
  readonly why: string;
}

export interface CheckedLog {
  /** Of binding requests. */
  readonly streams: number;
  readonly events: number;
  /** The first of each stream that has one. */
  readonly unlawful: readonly UnlawfulEvent[];
}

const PAGE = 500;
const BINDING_STREAMS = bindingStream('');

/**
 * @param streams names; absent: every binding request of the log.
 * @param onEvents how many events have been checked so far
 * @throws Unavailable
 */
export async function checkLog(
  log: EventLog,
  streams: AsyncIterable<string> | Iterable<string> = bindingStreams(log),
  onEvents: (events: number) => void = () => undefined,
): Promise<CheckedLog> {
  const unlawful: UnlawfulEvent[] = [];
  const seen = { streams: 0, events: 0 };
  for await (const stream of streams) {
    const events = await log.readStream(stream);
    const wrong = checkStream(stream, events);
    if (wrong) unlawful.push(wrong);
    seen.streams += 1;
    seen.events += events.length;
    onEvents(seen.events);
  }
  return { ...seen, unlawful };
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

/** Each once, in the order in which they begin. */
async function* bindingStreams(log: EventLog): AsyncGenerator<string, void, undefined> {
  const seen = new Set<string>();
  for (let position: string | null = null; ;) {
    const page: readonly StoredEvent[] = await log.readAll(position, PAGE);
    const last = page.at(-1);
    if (!last) return;
    position = last.position;
    for (const { stream } of page) {
      if (!stream.startsWith(BINDING_STREAMS) || seen.has(stream)) continue;
      seen.add(stream);
      yield stream;
    }
  }
}
