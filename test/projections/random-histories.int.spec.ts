/** I4: live tables = rebuilt tables = fold of the streams, row by row, whatever happens in whatever order and company. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, nat, oneof, record } from 'fast-check';
import type { EventLog, WholeAppend } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { readModels } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild/rebuild.js';
import type { RunnerNews } from '../../projections/runner/runner-contract.js';
import { startProjections } from '../../projections/runner/runner.js';
import * as b from '../domain/builders.js';
import { live, steps as lives, type Step as LifeStep } from '../domain/random-life.js';
import { changed, logs, openReadSide, type ReadSide } from './log-under-test.js';
import { Writer, type Written } from './streams.js';
import { caughtUp, expectedTables, tablesOf } from './tables.js';

const SEED = 20_200_820;
const REQUESTS = 4;
const REBUILT_EVERY = 4;
const MOST_TOLD_AGAIN = 3;

/** Which request goes on, and what happens to the projector after it. */
interface Turn {
  readonly request: number;
  readonly projector: 'goes on' | 'is stopped' | 'is killed';
  /** Together with an event that this release does not know, or that no release can read. */
  readonly company: 'none' | 'unknown' | 'poison';
  /** Told by the log once more, with what came before. */
  readonly again: boolean;
}

interface History {
  readonly batchSize: number;
  readonly requests: readonly (readonly LifeStep[])[];
  readonly turns: readonly Turn[];
}

const turn = record<Turn>({
  request: nat(REQUESTS - 1),
  projector: oneof(
    { weight: 18, arbitrary: constantFrom('goes on' as const) },
    { weight: 2, arbitrary: constantFrom('is stopped' as const, 'is killed' as const) },
  ),
  company: integer({ min: 0, max: 39 }).map((n) => (n < 2 ? 'unknown' : n < 3 ? 'poison' : 'none')),
  again: integer({ min: 0, max: 4 }).map((n) => n === 0),
});
const history = record<History>({
  batchSize: integer({ min: 1, max: 9 }),
  requests: array(lives, { minLength: REQUESTS, maxLength: REQUESTS }),
  turns: array(turn, { minLength: 30, maxLength: 80 }),
});

describe.each(logs)('random histories in %s', (name, openLog) => {
  let side: ReadSide;
  let histories = 0;
  const gaps: string[] = [];

  beforeAll(async () => {
    side = await openReadSide(openLog);
  });

  afterAll(() => side.close());

  it('leave the tables as the fold of their streams', async () => {
    const { db, log } = side;
    const writer = new Writer(log);
    const check = async ({ batchSize, requests, turns }: History) => {
      histories += 1;
      const ids = requests.map((_, i) => `${name}-${histories}-${i}`);
      const commands = requests.map((played, i) => commandsOf(played, ids[i]!));
      const start = () => new Projector(db, repeatingLog(log, turns), batchSize, gaps);
      let projector = start();
      const play = async () => {
        for (const { request, projector: fate, company } of turns) {
          const command = commands[request]!.shift();
          if (command) await writer.writeAs(ids[request]!, inCompany(command, company));
          if (fate === 'goes on') continue;
          await (fate === 'is killed' ? projector.kill() : projector.stop());
          projector = start();
        }
        await caughtUp(db, log);
        const expected = await expectedTables(log);
        expect(await tablesOf(db)).toEqual(expected);
        if (histories % REBUILT_EVERY === 0) await expectRebuiltAlike();
        return expected;
      };
      // Also where a law is broken: a projector that was left running would keep the whole test run from ending.
      const expected = await play().finally(() => projector.stop());
      expect(await tablesOf(db)).toEqual(expected);
    };
    const expectRebuiltAlike = async () => {
      for (const model of readModels) {
        const { comparison, swapped } = await rebuild(db, log, model);
        expect(swapped).toBe(true);
        const same = { onlyCurrent: 0, onlyRebuilt: 0 };
        expect(comparison).toEqual(model.tables.map((table) => expect.objectContaining({ table, ...same })));
      }
    };

    // The rarest things happen too: each type of event once, to a case that the tables know already.
    const types = Object.keys(b.EVENT_BUILDERS).filter((type) => type !== 'BindingRequestOpened');
    for (const type of types) await writer.write(`${name}-${type}`, ...b.bothSent);
    const first = new Projector(db, log, 500, gaps);
    await caughtUp(db, log);
    await first.stop();
    for (const type of types) {
      await writer.write(`${name}-${type}`, b.EVENT_BUILDERS[type as keyof typeof b.EVENT_BUILDERS]());
    }
    await assert(asyncProperty(history, check), { seed: SEED, numRuns: 8, endOnFailure: true });
    expect(gaps).toEqual([]);
    const outcomes = await db.query<{ stage: string; outcome: string | null }>(
      'select distinct stage, outcome from binding_case',
    );
    expect(outcomes.rows.length).toBeGreaterThan(5);
    expect((await db.query('select 1 from projection_parked')).rowCount).toBeGreaterThan(0);
  }, 90_000);
});

/** What a random life brings into the log, each command with its events. */
function commandsOf(played: readonly LifeStep[], requestId: string): Written[] {
  return live(played).flatMap(({ command, decision, facts }) =>
    decision.events.length === 0
      ? []
      : [
          {
            events: decision.events,
            commandId: `${requestId}-${command.commandId}`,
            actor: command.actor,
            at: facts.now,
          },
        ],
  );
}

/** With what a later release might write along with it, or nobody should. */
function inCompany(command: Written, company: Turn['company']): Written {
  if (company === 'none') return command;
  const other =
    company === 'unknown'
      ? { type: 'SomethingOfALaterRelease', data: {} }
      : { type: 'ConsentGiven', data: { textVersion: 7 } };
  return { ...command, events: [...command.events, other] };
}

/** One that can be killed: what it has in hand is never committed, and its leases are not given back. */
class Projector {
  private dead = false;
  private readonly projections;

  /** @param gaps where a read model missed an event is noted: the log gives every one, so it must have lost it. */
  constructor(
    db: SqlDatabase,
    log: EventLog,
    batchSize: number,
    private readonly gaps: string[],
  ) {
    const die = () => {
      if (this.dead) throw new Error('killed');
    };
    const mortal: SqlDatabase = Object.assign(Object.create(db) as SqlDatabase, {
      query: (...args: Parameters<SqlDatabase['query']>) => {
        die();
        return db.query(...args);
      },
      transaction: (work: Parameters<SqlDatabase['transaction']>[0]) =>
        db.transaction(async (tx) => {
          const result = await work(tx);
          die();
          return result;
        }),
    });
    const tell = (news: RunnerNews) => {
      if (news.kind === 'parked' && news.poison.code === 'gap') this.gaps.push(news.poison.stream);
    };
    this.projections = startProjections(
      readModels,
      { db: mortal, log, tell },
      { batchSize, leaseMs: 300, tickMs: 100 },
    );
  }

  kill(): Promise<void> {
    this.dead = true;
    return this.stop();
  }

  stop(): Promise<void> {
    return this.projections.stop();
  }
}

/** A log whose subscription tells the last few appends again, now and then. */
function repeatingLog(log: EventLog, turns: readonly Turn[]): EventLog {
  return changed(log, {
    async *subscribe(after, signal) {
      const last: WholeAppend[] = [];
      let told = 0;
      for await (const appends of log.subscribe(after, signal)) {
        for (const append of appends) {
          last.push(append);
          yield [append];
          if (turns[told++ % turns.length]?.again) yield last.splice(-MOST_TOLD_AGAIN);
        }
      }
    },
  });
}
