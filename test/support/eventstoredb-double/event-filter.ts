import type streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { RecordedEvent } from './recorded-event.js';

/** The server's default window: so many events looked at, matching or not, make one checkpoint (times the interval). */
const DEFAULT_WINDOW = 32;

export interface EventFilter {
  matches(event: RecordedEvent): boolean;
  /** A checkpoint comes after so many events looked at; Infinity without a filter. */
  readonly checkpointEvery: number;
}

export function eventFilter(options: streamsPb.ReadReq.Options): EventFilter {
  const filter = options.getFilter();
  if (!filter) return { matches: () => true, checkpointEvery: Number.POSITIVE_INFINITY };
  const window = filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  const byStream = filter.getStreamIdentifier();
  const accepts = textFilter(byStream ?? filter.getEventType());
  return {
    matches: (event) => accepts(byStream ? event.stream : event.type),
    checkpointEvery: window * Math.max(1, filter.getCheckpointintervalmultiplier()),
  };
}

function textFilter(
  expression: streamsPb.ReadReq.Options.FilterOptions.Expression | undefined,
): (text: string) => boolean {
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return (text) => prefixes.some((prefix) => text.startsWith(prefix));
  const regex = new RegExp(expression?.getRegex() ?? '', 'u');
  return (text) => regex.test(text);
}
