import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { auditTrail } from '../../projections/audit-trail/audit-trail.js';
import { RawClient } from '../../test/eventstore/raw-client.js';
import { startEventStoreDbDouble } from '../../test/support/eventstoredb-double/start-double.js';
import { median, range, ratios, verdict } from '../statistics.js';
import { bindings, type SealedAppend } from './bindings.js';
import { catchUp } from './catch-up.js';
import type { ProjectionsBench } from './options.js';
import { startReadSide } from './read-side.js';

const TARGET = 0.85;
const WRITERS = 16;
/** The double shares this machine with the reader: give it the time that a busy one needs. */
const PATIENT = { append: 10_000, lookUp: 10_000, read: 10_000, silence: 60_000 };

/**
 * From EventStoreDB, or its double, beside its own client that reads the same events through the same filter and drops them.
 * The same events from our log, dropped too, tell how much of the difference is the adapter's and how much the read model's.
 */
export async function eventStoreCatchUp({ events: asked, rounds, url }: ProjectionsBench): Promise<void> {
  const side = await startReadSide();
  const double = url === undefined ? await startEventStoreDbDouble() : undefined;
  const address = url ?? double?.url ?? '';
  const log = new EventStoreDbLog(address, PATIENT);
  const client = new RawClient(address);
  try {
    if ((await log.head()) !== null) throw new Error('the server holds events already: give this bench an empty one');
    const events = await fill(log, bindings(asked));
    console.log(
      `EventStoreDB (${double ? 'the double' : 'the server of --url'}): catch-up of ${events} events, ${rounds} rounds, in turns`,
    );
    await catchUp(side.projectorDb, log, [auditTrail]);
    await secondsFor(() => drain(log, events));
    await secondsFor(() => client.readPast(events));
    const [ours, delivery, raw]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(events / (await catchUp(side.projectorDb, log, [auditTrail])));
      delivery.push(events / (await secondsFor(() => drain(log, events))));
      raw.push(events / (await secondsFor(() => client.readPast(events))));
    }
    const beside = ratios(ours, raw);
    console.log(`  audit_trail      ${range(ours, 0)} events/s
  delivery alone   ${range(delivery, 0)} events/s
  raw $all read    ${range(raw, 0)} events/s
  ratio            ${range(beside, 2)}, target ${TARGET}: ${verdict(median(beside), TARGET)}
  delivery alone   ${range(ratios(delivery, raw), 2)} of the raw read`);
  } finally {
    await client.dispose();
    await log.close();
    await double?.stop();
    await side.stop();
  }
}

/** Families write at the same time; what one of them writes stays in order. */
async function fill(log: EventStoreDbLog, appends: Iterable<SealedAppend>): Promise<number> {
  let events = 0;
  const last = new Map<string, Promise<unknown>>();
  const underWay = new Set<Promise<unknown>>();
  for (const { stream, expectedRevision, events: sealed } of appends) {
    while (underWay.size >= WRITERS) await Promise.race(underWay);
    const before = last.get(stream) ?? Promise.resolve();
    const written = before.then(() => log.append(stream, expectedRevision, sealed));
    last.set(stream, written);
    underWay.add(written);
    void written.then(() => underWay.delete(written));
    events += sealed.length;
  }
  await Promise.all(underWay);
  return events;
}

/** Takes so many events from a subscription to everything, and keeps none. */
async function drain(log: EventStoreDbLog, events: number): Promise<void> {
  const stop = new AbortController();
  let seen = 0;
  for await (const appends of log.subscribe(null, stop.signal)) {
    for (const append of appends) seen += append.length;
    if (seen >= events) stop.abort();
  }
}

async function secondsFor(read: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await read();
  return (performance.now() - since) / 1000;
}
