/** I4: live tables = rebuilt tables = fold of the streams, row by row, whatever happens in whatever order and company. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, integer, nat, record } from 'fast-check';
import type { EventLog, WholeAppend } from '../../eventstore/port.js';
import { readModels } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild/rebuild.js';
import { startProjections } from '../../projections/runner.js';
import { changed, logs, openReadSide, type ReadSide } from './log-under-test.js';
import { RandomHistory } from './random-history.js';
import { Writer, type Written } from './streams.js';
import { caughtUp, expectedTables, tablesOf } from './tables.js';

const SEED = 20_200_820;
const REQUESTS = 4;
const REBUILT_EVERY = 4;
const MOST_TOLD_AGAIN = 3;

/** Which request goes on, how, and whether the projector is started anew after it. */
interface Step {
  readonly request: number;
  readonly choice: number;
  readonly restart: boolean;
  /** Together with an event that this release does not know, or that no release can read. */
  readonly company: 'none' | 'unknown' | 'poison';
  /** Told by the log once more, with what came before. */
  readonly again: boolean;
}

interface Life {
  readonly batchSize: number;
  readonly steps: readonly Step[];
}

const step = record<Step>({
  request: nat(REQUESTS - 1),
  choice: nat(1000),
  restart: integer({ min: 0, max: 19 }).map((n) => n === 0),
  company: integer({ min: 0, max: 39 }).map((n) => (n < 2 ? 'unknown' : n < 3 ? 'poison' : 'none')),
  again: integer({ min: 0, max: 4 }).map((n) => n === 0),
});
const life = record<Life>({
  batchSize: integer({ min: 1, max: 9 }),
  steps: array(step, { minLength: 20, maxLength: 80 }),
});

describe.each(logs)('random histories in %s', (name, openLog) => {
  let side: ReadSide;
  let lives = 0;

  beforeAll(async () => {
    side = await openReadSide(openLog);
  });

  afterAll(() => side.close());

  it('leave the tables as the fold of their streams', async () => {
    const { db, log } = side;
    const writer = new Writer(log);
    const check = async ({ batchSize, steps }: Life) => {
      lives += 1;
      const histories = Array.from({ length: REQUESTS }, (_, i) => `${name}-${lives}-${i}`);
      const requests = histories.map((requestId) => ({ requestId, history: new RandomHistory(requestId) }));
      const repeating = repeatingLog(log, steps);
      let projections = startProjections(readModels, { db, log: repeating }, { batchSize });
      for (const { request, choice, restart, company } of steps) {
        const { requestId, history } = requests[request]!;
        const command = history.next(choice);
        if (command) await writer.writeAs(requestId, inCompany(command, company));
        if (restart) {
          await projections.stop();
          projections = startProjections(readModels, { db, log: repeating }, { batchSize });
        }
      }
      await caughtUp(db, log);
      const expected = await expectedTables(log);
      expect(await tablesOf(db)).toEqual(expected);
      if (lives % REBUILT_EVERY === 0) await expectRebuiltAlike();
      await projections.stop();
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

    await assert(asyncProperty(life, check), { seed: SEED, numRuns: 8, endOnFailure: true });
    const outcomes = await db.query<{ stage: string; outcome: string | null }>(
      'select distinct stage, outcome from binding_case',
    );
    expect(outcomes.rows.length).toBeGreaterThan(5);
    expect((await db.query('select 1 from projection_parked')).rowCount).toBeGreaterThan(0);
  }, 90_000);
});

/** With what a later release might write along with it, or nobody should. */
function inCompany(command: Written, company: Step['company']): Written {
  if (company === 'none') return command;
  const other =
    company === 'unknown'
      ? { type: 'SomethingOfALaterRelease', data: {} }
      : { type: 'ConsentGiven', data: { textVersion: 7 } };
  return { ...command, events: [...command.events, other] };
}

/** A log whose subscription tells the last few appends again, now and then. */
function repeatingLog(log: EventLog, steps: readonly Step[]): EventLog {
  return changed(log, {
    async *subscribe(after, signal) {
      const last: WholeAppend[] = [];
      let told = 0;
      for await (const appends of log.subscribe(after, signal)) {
        for (const append of appends) {
          last.push(append);
          yield [append];
          if (steps[told++ % steps.length]?.again) yield last.splice(-MOST_TOLD_AGAIN);
        }
      }
    },
  });
}
