/** The audit trail holds every event of the log, in its order, and never goes past one that it cannot take. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog, StoredEvent } from '../../eventstore/port.js';
import { auditPage, type AuditQuery } from '../../projections/audit-trail/audit-trail-queries.js';
import { auditTrail } from '../../projections/audit-trail/audit-trail.js';
import { countForeign, foreignSeen } from '../../projections/audit-trail/foreign-streams.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { InvalidCursor } from '../../projections/queries/cursor.js';
import { rebuild } from '../../projections/rebuild/rebuild.js';
import { readModelPositions } from '../../projections/runner/read-model-positions.js';
import { parkedStreams } from '../../projections/runner/parked.js';
import { quarantine, quarantinedStreams } from '../../projections/runner/quarantine.js';
import type { RunnerNews } from '../../projections/runner/runner-contract.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import { until } from '../../projections/queries/until.js';
import * as b from '../domain/builders.js';
import { batch, foreign } from '../eventstore/given-events.js';
import { findCase } from './find-case.js';
import { telling, everything, memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { minutes, Writer } from './streams.js';
import { caughtUp } from './tables.js';

const QUICK = { leaseMs: 900, tickMs: 50, backOffMs: [10, 50] } as const;

let side: ReadSide;
let writer: Writer;
let running: Projections[];
let news: RunnerNews[];

beforeEach(async () => {
  side = await openReadSide(memoryLog);
  writer = new Writer(side.log);
  running = [];
  news = [];
});

afterEach(async () => {
  await Promise.all(running.map((projections) => projections.stop()));
  await side.close();
});

function start(log: EventLog = side.log, models = [auditTrail, bindingCase], batchSize = 500): Projections {
  const projections = startProjections(models, { db: side.db, log, tell }, { ...QUICK, batchSize });
  running.push(projections);
  return projections;
}

function tell(item: RunnerNews): void {
  news.push(item);
}

async function trail(query: AuditQuery = {}): Promise<readonly string[]> {
  const { places } = await auditPage(side.db, query, 1000);
  return places.map(({ stream, revision }) => `${stream}@${revision}`);
}

async function stopped() {
  return until(5_000, async () => {
    const models = await readModelPositions(side.db);
    const standing = models.find(({ readModel, parked }) => readModel === 'audit_trail' && parked > 0);
    // It is told a moment after it stands in the database.
    return standing && news.some(({ kind }) => kind === 'stopped') ? standing : null;
  });
}

function place(n: number): string {
  return String(n).padStart(12, '0');
}

describe('the audit trail', () => {
  it('has a row for every event of every stream, in the order of the log', async () => {
    await writer.write('a', ...b.filled);
    await writer.writeElsewhere('access-2026-11-02-api');
    await writer.write('b', ...b.confirmed, { type: 'SomethingOfALaterRelease', data: { any: [1] } });
    start();
    await caughtUp(side.db, side.log, 2);

    const all = await everything(side.log);
    expect(await trail()).toEqual(all.map(({ stream, revision }) => `${stream}@${revision}`));
    const { rows } = await side.db.query('select * from audit_trail where stream = $1 and revision = 3', [
      'bindingRequest-a',
    ]);
    expect(rows).toEqual([
      {
        position: all[3]!.position,
        stream: 'bindingRequest-a',
        revision: 3,
        event_id: all[3]!.id,
        type: 'ApplicationFilled',
        at: new Date(minutes(1)),
        actor_id: b.parent.id,
        actor_role: 'parent',
        acting_for: null,
        channel: 'online',
        command_id: 'a-command-1',
        correlation_id: 'a',
        causation_id: 'a-command-1',
        schema_version: 1,
      },
    ]);
  });

  it('goes past what somebody else wrote to the same server, and counts it by stream', async () => {
    await writer.write('a', ...b.confirmed);
    for (const [stream, size] of [
      ['shop-1', 2],
      ['news', 1],
      ['shop-1000', 3],
    ] as const)
      await side.log.append(stream, -1, foreign(batch(stream, size)));
    await writer.write('b', ...b.confirmed);
    start();
    await caughtUp(side.db, side.log, 2);
    expect(await trail()).toEqual(['a', 'b'].flatMap((id) => [0, 1].map((n) => `bindingRequest-${id}@${n}`)));
    expect(await foreignSeen(side.db)).toEqual({ events: 6, streams: ['shop-1', 'news', 'shop-1000'] });
    expect(news.filter(({ kind }) => kind !== 'active')).toEqual([]);
    expect(await rebuild(side.db, side.log, auditTrail)).toMatchObject({ swapped: true, refused: false });
    expect(await foreignSeen(side.db)).toMatchObject({ events: 6 });
  });

  it('keeps a bound on the names of such streams, and no event of them uncounted', async () => {
    const events = Array.from({ length: 3_000 }, (_, n) => ({ stream: `other-${n % 1_500}`, position: place(n) }));
    for (let from = 0; from < 3_000; from += 700)
      await countForeign(side.db, events.slice(from, from + 700) as unknown as readonly StoredEvent[]);
    const { rows } = await side.db.query<{ stream: string; events: number }>('select * from audit_trail_foreign');
    expect(rows).toHaveLength(1_001);
    expect(rows.find(({ stream }) => stream === '')?.events).toBe(1_000);
    expect(await foreignSeen(side.db)).toEqual({ events: 3_000, streams: ['other-0', 'other-1', 'other-2'] });
  });

  it('is paged by cursor and filtered by who, what and when', async () => {
    await writer.write('a', ...b.sent);
    await writer.writeAs('a', { events: [b.applicantApproved()], actor: b.teacher });
    await writer.write('b', ...b.confirmed);
    start();
    await caughtUp(side.db, side.log, 2);

    const pages: string[] = [];
    let after: string | undefined;
    do {
      const { places, next } = await auditPage(side.db, { ...(after !== undefined && { after }) }, 3);
      expect(places.length).toBeLessThanOrEqual(3);
      pages.push(...places.map(({ stream, revision }) => `${stream}@${revision}`));
      after = next ?? undefined;
    } while (after !== undefined);
    expect(pages).toEqual(await trail());
    expect(pages).toHaveLength(8);

    expect(await trail({ actor: b.teacher.id })).toEqual(['bindingRequest-a@5']);
    expect(await trail({ type: 'BindingRequestOpened' })).toEqual(['bindingRequest-a@0', 'bindingRequest-b@0']);
    expect(await trail({ from: minutes(2), to: minutes(2) })).toEqual(['bindingRequest-a@5']);
    expect(await trail({ from: minutes(3) })).toEqual(['bindingRequest-b@0', 'bindingRequest-b@1']);
    expect(await trail({ actor: b.teacher.id, type: 'BindingRequestOpened' })).toEqual([]);
    await expect(trail({ after: 'nonsense' })).rejects.toThrow(InvalidCursor);
  });

  it.each([1, 3, 500])(
    'stops before an event without time, says so, and goes past nothing (batches of %d)',
    async (size) => {
      await writer.write('good', ...b.confirmed);
      await writer.writeAs('bad', { events: [b.opened()], at: 'yesterday' });
      await writer.write('good', b.consentGiven());
      start(side.log, [auditTrail], size);

      expect(await stopped()).toMatchObject({ parked: 1, events: 2 });
      expect(await trail()).toEqual(['bindingRequest-good@0', 'bindingRequest-good@1']);
      const { rows } = await side.db.query('select stream, revision, event_type, code from projection_parked');
      expect(rows).toEqual([
        {
          stream: 'bindingRequest-bad',
          revision: 0,
          event_type: 'BindingRequestOpened',
          code: 'misshapen-metadata-at',
        },
      ]);
      expect(news.filter(({ kind }) => kind === 'stopped')).not.toEqual([]);
      expect(news.filter(({ kind }) => kind === 'parked')).toEqual([]);
    },
  );

  it('stops also when it is the database that refuses the row', async () => {
    await writer.write('good', ...b.confirmed);
    await writer.writeAs('bad', { events: [b.opened()], actor: { id: 'a\u0000b', role: 'parent' } });
    await writer.write('good', b.consentGiven());
    start();

    expect(await stopped()).toMatchObject({ parked: 1 });
    expect(await trail()).toHaveLength(2);
    const { rows } = await side.db.query(`select code from projection_parked where read_model = 'audit_trail'`);
    expect(rows).toEqual([{ code: 'sql-22021' }]);
  });

  it.each([1, 500])('goes past a stream that an operator put into quarantine (batches of %d)', async (size) => {
    await writer.write('good', ...b.confirmed);
    await writer.writeAs('bad', { events: [b.opened()], at: 'yesterday' });
    await writer.writeAs('refused', { events: [b.opened()], actor: { id: 'a\u0000b', role: 'parent' } });
    await writer.write('bad', b.studentInfoConfirmed());
    await writer.write('good', b.consentGiven());
    start(side.log, [auditTrail], size);
    for (const stream of ['bindingRequest-bad', 'bindingRequest-refused']) {
      const poison = await until(
        5_000,
        async () => (await parkedStreams(side.db, auditTrail)).find((one) => one.stream === stream) ?? null,
      );
      await quarantine(side.db, auditTrail, poison!);
    }
    await caughtUp(side.db, side.log, 1);
    expect(await trail()).toEqual([0, 1, 2].map((n) => `bindingRequest-good@${n}`));
    expect(await parkedStreams(side.db, auditTrail)).toEqual([]);
    expect(await quarantinedStreams(side.db, 5)).toMatchObject([
      { stream: 'bindingRequest-refused', revision: 0, code: 'sql-22021' },
      { stream: 'bindingRequest-bad', revision: 0, code: 'misshapen-metadata-at' },
    ]);
    // A rebuild goes past it as well, and comes to the same.
    expect(await rebuild(side.db, side.log, auditTrail)).toMatchObject({ swapped: true, refused: false });
    expect(await trail()).toHaveLength(3);
  });

  it('keeps nobody else waiting', async () => {
    await writer.writeAs('bad', { events: [b.opened()], at: 'yesterday' });
    await writer.write('good', ...b.confirmed);
    start();
    expect(await stopped()).not.toBeNull();
    const found = await until(5_000, () => findCase(side.db, 'good'));
    expect(found).toMatchObject({ revision: 1 });
  });

  it('goes on by itself once a release can take the event', async () => {
    await writer.write('a', ...b.confirmed);
    const unreadable = telling(side.log, (event) => [event.revision === 1 ? { ...event, metadata: {} } : event]);
    const old = start(unreadable, [auditTrail]);
    expect(await stopped()).not.toBeNull();
    await old.stop();
    start();
    await writer.write('a', b.consentGiven());
    await caughtUp(side.db, side.log, 2);

    expect(await trail()).toEqual([0, 1, 2].map((revision) => `bindingRequest-a@${revision}`));
    expect((await readModelPositions(side.db)).map(({ parked }) => parked)).toEqual([0, 0]);
  });

  it('is not fooled by a subscription that leaves an event out or tells it twice', async () => {
    let lost = 0;
    const lossy = telling(side.log, (event) => (event.revision === 2 && lost++ === 0 ? [] : [event, event]));
    await writer.write('a', ...b.sent);
    start(lossy);
    await caughtUp(side.db, side.log, 2);

    expect(lost).toBeGreaterThan(0);
    expect(await trail()).toEqual([0, 1, 2, 3, 4].map((revision) => `bindingRequest-a@${revision}`));
    expect(await until(2_000, async () => ((await stoppedNow()) ? null : true))).toBe(true);
  });
});

async function stoppedNow(): Promise<boolean> {
  return (await readModelPositions(side.db)).some(({ readModel, parked }) => readModel === 'audit_trail' && parked > 0);
}
