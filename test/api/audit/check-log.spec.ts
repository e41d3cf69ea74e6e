import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkLog, checkStreams } from '../../../src/api/audit/check-log.js';
import { bindingStream } from '../../../workflows/names.js';
import { steps } from '../../domain/random-life.js';
import { appendsOf, ArrangedLog, interleaved, resealed, type LoggedEvent } from './arranged-log.js';

/** What somebody did to a log. `at`: any number, for the place. */
type Tampering = (events: readonly LoggedEvent[], at: number) => readonly LoggedEvent[];

const changed =
  (change: (event: LoggedEvent) => Partial<LoggedEvent>): Tampering =>
  (events, at) =>
    events.map((event, i) => (i === at ? { ...event, ...change(event) } : event));

/** The stream of the event there is told otherwise, with a chain that is whole. */
const retold =
  (tell: (events: readonly LoggedEvent[], at: number) => readonly LoggedEvent[]): Tampering =>
  (events, at) => {
    const { stream, revision } = events[at]!;
    const own = events.filter((event) => event.stream === stream);
    const others = resealed(stream, tell(own, revision));
    let next = 0;
    const rewritten = events.flatMap((event) => (event.stream === stream ? (others[next++] ?? []) : event));
    return [...rewritten, ...others.slice(next)];
  };

const tamperings: Readonly<Record<string, Tampering>> = {
  'nothing was done': (events) => events,
  'a value was changed': changed(({ data }) => ({ data: { ...data, expiresAt: '2030-01-01T00:00:00.000Z' } })),
  'a type was changed': changed(() => ({ type: 'ConsentGiven' })),
  'a chain was taken out': changed(({ metadata }) => ({ metadata: { ...metadata, chain: null } })),
  'an id was changed': changed(() => ({ id: '00000000-0000-8000-8000-000000000000' })),
  'an event was given to another stream': changed(() => ({ stream: bindingStream('0') })),
  'an event was given to no request': changed(() => ({ stream: 'erasures' })),
  'a revision was changed': changed(({ revision }) => ({ revision: revision + 1 })),
  'an event was deleted': (events, at) => events.filter((_, i) => i !== at),
  'an event was doubled': (events, at) => events.flatMap((event, i) => (i === at ? [event, event] : event)),
  'an event was moved to the end': (events, at) => [...events.filter((_, i) => i !== at), events[at]!],
  'an event was moved to the beginning': (events, at) => [events[at]!, ...events.filter((_, i) => i !== at)],
  'the end was cut off': (events, at) => events.slice(0, at),
  'a stream was begun again': (events, at) => [
    ...events,
    ...events.filter(({ stream }) => stream === events[at]!.stream),
  ],
  'an event never happened': retold((own, at) => own.filter((_, i) => i !== at)),
  'an event happened twice': retold((own, at) => own.flatMap((event, i) => (i === at ? [event, event] : event))),
  'an event happened later': retold((own, at) => [...own.filter((_, i) => i !== at), own[at]!]),
  'somebody else did it': retold((own, at) =>
    own.map((event, i) =>
      i === at ? { ...event, metadata: { ...event.metadata, actor: { id: 'x', role: 'director' } } } : event,
    ),
  ),
  'a holder was changed': retold((own, at) =>
    own.map((event, i) => (i === at ? { ...event, data: { ...event.data, holder: 'director' } } : event)),
  ),
};

const SEEDED = { seed: 20261125, numRuns: 40 };

const pages = fc.integer({ min: 1, max: 9 });

const aLog = fc
  .array(steps, { minLength: 1, maxLength: 6 })
  .map((lives) => lives.map((one, i) => appendsOf(bindingStream(String(i)), one)))
  .chain(interleaved)
  .filter((events) => events.length > 0);

describe('the check of the whole log', () => {
  it.each(Object.entries(tamperings))('finds in one pass what it finds stream by stream: %s', async (_what, tamper) => {
    const check = async (whole: readonly LoggedEvent[], at: number, pageSize: number, mostUnderWay: number) => {
      const events = tamper(whole, at % whole.length);
      const log = new ArrangedLog(events, pageSize);
      const ofRequests = events.filter(({ stream }) => stream.startsWith(bindingStream('')));
      const streams = [...new Set(ofRequests.map(({ stream }) => stream))];
      const { unlawful } = await checkStreams(log, streams);
      const checked = await checkLog(log, undefined, mostUnderWay);
      expect(checked).toEqual({ streams: streams.length, events: ofRequests.length, unlawful });
    };
    await fc.assert(fc.asyncProperty(aLog, fc.nat(), pages, fc.constantFrom(0, 1, 2, 100), check), SEEDED);
  });

  it('reads by itself only what went on after it was closed, where nothing is wrong', async () => {
    await fc.assert(fc.asyncProperty(aLog, pages, readsOnlyWhatWentOn), SEEDED);
  });
});

async function readsOnlyWhatWentOn(whole: readonly LoggedEvent[], pageSize: number): Promise<void> {
  const log = new ArrangedLog(whole, pageSize);
  expect(await checkLog(log)).toMatchObject({ unlawful: [] });
  const closed = new Set<string>();
  const wentOn = new Set<string>();
  for (const { stream, type } of whole) {
    if (closed.has(stream)) wentOn.add(stream);
    if (type === 'BindingRequestClosed') closed.add(stream);
  }
  expect(log.asked.filter((stream) => !wentOn.has(stream))).toEqual([]);
}
