/** Whether what stands in the log is what the rules have written: each stream's chain, then each of its decisions. */
import { StreamGone, type EventLog, type StoredEvent } from '../../../eventstore/port.js';
import { readAhead } from '../../../eventstore/read-ahead.js';
import { checkStream, type UnlawfulEvent } from './check-stream.js';
import { OnePass } from './one-pass.js';

export interface CheckedLog {
  /** Of binding requests. */
  readonly streams: number;
  readonly events: number;
  /** The first of each stream that has one. */
  readonly unlawful: readonly UnlawfulEvent[];
}

const PAGE = 500;
/** About 3 kB each, so 160 MB at the most; a year of a whole city is hardly more at the same time. */
const MOST_UNDER_WAY = 50_000;

/**
 * Every binding request of the log, read once in the order of the log. Only what is found wrong there, and requests that
 * went on after they were let go, are read again by themselves: those verdicts are the ones that are told.
 * @param onEvents how many events have been checked so far
 * @param mostUnderWay requests that are kept in memory while they are open
 * @param also sees each page of the log, what is no binding request included
 * @throws Unavailable
 */
export async function checkLog(
  log: ReadableLog,
  onEvents: (events: number) => void = () => undefined,
  mostUnderWay = MOST_UNDER_WAY,
  also: (page: readonly StoredEvent[]) => Promise<void> = () => Promise.resolve(),
): Promise<CheckedLog> {
  const pass = new OnePass(mostUnderWay);
  for await (const page of readAhead(log, PAGE)) {
    pass.take(page);
    await also(page);
    onEvents(pass.events);
  }
  const { unlawful } = await checkStreams(log, pass.finish());
  return { streams: pass.streams, events: pass.events, unlawful };
}

/** What the check needs from the log. */
type ReadableLog = Pick<EventLog, 'readAll' | 'readStream'>;

/** The binding requests of these names, each read by itself. @throws Unavailable */
export async function checkStreams(log: ReadableLog, streams: readonly string[]): Promise<CheckedLog> {
  const unlawful: UnlawfulEvent[] = [];
  let events = 0;
  for (const stream of streams) {
    const stored = await readUnlessGone(log, stream);
    const wrong = checkStream(stream, stored);
    if (wrong) unlawful.push(wrong);
    events += stored.length;
  }
  return { streams: streams.length, events, unlawful };
}

/** A stream that an operator deleted, though the whole log still shows it, is told of by who looks for such streams. */
async function readUnlessGone(log: ReadableLog, stream: string): Promise<readonly StoredEvent[]> {
  try {
    return await log.readStream(stream);
  } catch (error) {
    if (error instanceof StreamGone) return [];
    throw error;
  }
}
