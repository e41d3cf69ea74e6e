/** However the events come, and whenever the projector ends: the tables are what the log says, each event counted once. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Unavailable, type EventLog, type WholeAppend } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { readModelPositions } from '../../projections/runner/read-model-positions.js';
import { readModels } from '../../projections/read-models.js';
import type { RunnerNews, RunnerOptions } from '../../projections/runner/runner-contract.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import { until } from '../../projections/queries/until.js';
import * as b from '../domain/builders.js';
import { changed, openReadSide, type ReadSide, logs } from './log-under-test.js';
import { Writer } from './streams.js';
import { caughtUp, expectedTables, tablesOf } from './tables.js';

const QUICK: Partial<RunnerOptions> = { leaseMs: 900, tickMs: 100, backOffMs: [10, 100] };
const decided = [b.applicantApproved(), b.accountCreationStarted()];

let side: ReadSide;
let writer: Writer;
let running: Projections[] = [];
let news: RunnerNews[] = [];

function tell(item: RunnerNews): void {
  news.push(item);
}

function start(overrides: { log?: EventLog; db?: SqlDatabase } = {}, options = QUICK): Projections {
  const { db, log } = { ...side, ...overrides };
  const projections = startProjections(readModels, { db, log, tell }, options);
  running.push(projections);
  return projections;
}

/** How often a runner has taken a read model in hand. */
function actives(): number {
  return news.filter(({ kind }) => kind === 'active').length;
}

async function expectTablesOfTheLog(): Promise<void> {
  await caughtUp(side.db, side.log).catch((error: unknown) => {
    throw new Error(`${String(error)}; ${JSON.stringify(news.slice(-3))}`, { cause: error });
  });
  expect(await tablesOf(side.db)).toEqual(await expectedTables(side.log));
}

describe.each(logs)('read models over the log in %s', (_, openLog) => {
  beforeEach(async () => {
    side = await openReadSide(openLog);
    writer = new Writer(side.log);
    running = [];
    news = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((projections) => projections.stop()));
    await side.close();
  });

  it('take what is there, then what comes', async () => {
    await writer.write('a', ...b.sent);
    start();
    await expectTablesOfTheLog();

    await writer.write('b', ...b.bothSent);
    await writer.write('a', ...decided);
    await writer.writeElsewhere('access-2026-11-02-api');
    await expectTablesOfTheLog();
  });

  it('go on where they stopped, and count nothing twice', async () => {
    await writer.write('a', ...b.filled);
    await start({}, { ...QUICK, batchSize: 2 }).stop();
    await writer.write('a', b.signedConsentSent());
    await start({}, { ...QUICK, batchSize: 1 }).stop();
    await writer.write('a', ...decided);
    start();

    await expectTablesOfTheLog();
  });

  it('are not moved by events that come again', async () => {
    const repeating = changed(side.log, {
      async *subscribe(after, signal) {
        const seen: WholeAppend[] = [];
        for await (const appends of side.log.subscribe(after, signal)) {
          for (const append of appends) {
            seen.push(append);
            yield [...seen];
          }
        }
      },
    });
    await writer.write('a', ...b.sent);
    await writer.write('b', ...b.bothSent);
    start({ log: repeating }, { ...QUICK, batchSize: 4 });
    await caughtUp(side.db, side.log);
    await writer.write('a', ...decided, b.accountCreated());

    await expectTablesOfTheLog();
  });

  it('never show half of an append, whatever the size of a batch', async () => {
    const seen = new Set<string>();
    const watched: SqlDatabase = Object.assign(Object.create(side.db) as SqlDatabase, {
      transaction: (work: Parameters<SqlDatabase['transaction']>[0]) =>
        side.db.transaction(async (tx) => {
          const result = await work(tx);
          const { rows } = await tx.query<{ position: string | null }>('select position from projection_checkpoint');
          for (const { position } of rows) if (position !== null) seen.add(position);
          return result;
        }),
    });
    start({ db: watched }, { ...QUICK, batchSize: 2 });
    const ends: string[] = [];
    for (const request of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      await writer.write(request, ...b.sent);
      await writer.write(request, ...decided);
      for (const revision of [b.sent.length - 1, b.sent.length + 1]) {
        const [end] = await side.log.readStream(`bindingRequest-${request}`, revision, revision);
        ends.push(end!.position);
      }
    }
    await expectTablesOfTheLog();

    expect([...seen].filter((position) => !ends.includes(position))).toEqual([]);
    expect(seen.size).toBeGreaterThan(4);
  });

  it('lose nothing when the process ends between the rows and the commit', async () => {
    let crashes = 0;
    const crashing: SqlDatabase = Object.assign(Object.create(side.db) as SqlDatabase, {
      transaction: (work: Parameters<SqlDatabase['transaction']>[0]) =>
        side.db.transaction(async (tx) => {
          const result = await work(tx);
          if (crashes++ % 2 === 0) throw new Error('crash');
          return result;
        }),
    });
    await writer.write('a', ...b.bothSent);
    start({ db: crashing }, { ...QUICK, batchSize: 2 });
    await writer.write('b', ...b.sent);

    await expectTablesOfTheLog();
    expect(crashes).toBeGreaterThan(8);
  });

  it.each<[string, () => AsyncIterable<readonly WholeAppend[]>]>([
    ['fails', () => failing()],
    ['ends', () => ending()],
    ['falls silent', () => silent()],
  ])('subscribe again when a subscription %s', async (__, broken) => {
    let subscriptions = 0;
    const flaky = changed(side.log, {
      async *subscribe(after, signal) {
        subscriptions += 1;
        if (subscriptions > 8) yield* side.log.subscribe(after, signal);
        const [next] = await side.log.readAll(after, 1);
        if (next) yield [[next]];
        yield* broken();
      },
    });
    await writer.write('a', ...b.sent);
    start({ log: flaky });

    await expectTablesOfTheLog();
    expect(subscriptions).toBeGreaterThan(8);
  });

  it('apply nothing while the log is shorter than what they have seen, and say so', async () => {
    await writer.write('a', ...b.confirmed);
    await start().stop();
    start();
    await caughtUp(side.db, side.log);
    await running.pop()?.stop();
    start({ log: changed(side.log, { head: () => Promise.resolve(null) }) });

    const seen = await until(5_000, async () => {
      const positions = await readModelPositions(side.db);
      return positions.every(({ aheadOfLog }) => aheadOfLog) ? positions : null;
    });
    expect(seen).toHaveLength(readModels.length);
    expect(news.some((item) => item.kind === 'trouble' && (item.error as Error).name === 'AheadOfLog')).toBe(true);

    await writer.write('a', b.consentGiven());
    const applied = await until(300, async () => {
      const { rows } = await side.db.query('select 1 from binding_case where revision > 1');
      return rows.length > 0 ? rows : null;
    });
    expect(applied).toBeNull();
  });

  it('have one active runner each; another takes over when it stops', async () => {
    const first = start();
    await until(5_000, async () => (actives() === readModels.length ? true : null));
    const second = start();
    await writer.write('a', ...b.sent);
    await expectTablesOfTheLog();
    expect(actives()).toBe(readModels.length);

    await first.stop();
    await writer.write('a', ...decided);
    await expectTablesOfTheLog();
    expect(actives()).toBe(2 * readModels.length);
    await second.stop();
    expect((await readModelPositions(side.db)).some(({ active }) => active)).toBe(false);
  });

  it('are not spoiled by a runner that wakes up after another took its place', async () => {
    start();
    await writer.write('a', ...b.filled);
    await caughtUp(side.db, side.log);
    await side.db.query(
      `update projection_checkpoint set holder = 'another', lease_until = clock_timestamp() + interval '400 ms'`,
    );
    await writer.write('a', b.signedConsentSent());

    // The first one must notice, wait until the other's lease is over, and go on from the stored position.
    await expectTablesOfTheLog();
    expect(news.some((item) => item.kind === 'trouble' && (item.error as Error).name === 'LeaseLost')).toBe(true);
  });

  it('say how far they are behind', async () => {
    await writer.write('a', ...b.confirmed);
    const stalled = start({ log: changed(side.log, { subscribe: () => silent() }) });
    const behind = await until(5_000, async () => {
      const positions = await readModelPositions(side.db);
      return positions.length === readModels.length && positions.every(({ behindSeconds }) => behindSeconds > 0)
        ? positions
        : null;
    });
    const head = await side.log.head();
    expect(behind).toMatchObject(readModels.map(() => ({ position: null, head, active: true, parked: 0 })));
    await stalled.stop();

    start();
    await caughtUp(side.db, side.log);
    expect((await readModelPositions(side.db)).every(({ behindSeconds }) => behindSeconds === 0)).toBe(true);
  });
});

async function* failing(): AsyncGenerator<readonly WholeAppend[]> {
  await Promise.reject(new Unavailable('connection lost'));
  yield* [];
}

async function* ending(): AsyncGenerator<readonly WholeAppend[]> {
  yield* [];
}

async function* silent(): AsyncGenerator<readonly WholeAppend[]> {
  yield await new Promise<never>(() => undefined);
}
