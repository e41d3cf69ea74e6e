/** I4: each read model equals the fold of the log, row by row, whatever happens in whatever order and company. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, integer, nat, record } from 'fast-check';
import { readModels } from '../../projections/read-models.js';
import { startProjections } from '../../projections/runner.js';
import { openReadSide, type ReadSide, logs } from './log-under-test.js';
import { RandomHistory } from './random-history.js';
import { Writer } from './streams.js';
import { caughtUp, expectedTables, tablesOf } from './tables.js';

const SEED = 20_200_820;
const REQUESTS = 4;

/** Which request goes on, how, and whether the projector is started anew after it. */
interface Step {
  readonly request: number;
  readonly choice: number;
  readonly restart: boolean;
  /** Together with an event that this release does not know. */
  readonly unknown: boolean;
}

interface Life {
  readonly batchSize: number;
  readonly steps: readonly Step[];
}

const step = record<Step>({
  request: nat(REQUESTS - 1),
  choice: nat(1000),
  restart: integer({ min: 0, max: 19 }).map((n) => n === 0),
  unknown: integer({ min: 0, max: 19 }).map((n) => n === 0),
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
      let projections = startProjections(readModels, { db, log }, { batchSize });
      for (const { request, choice, restart, unknown } of steps) {
        const { requestId, history } = requests[request]!;
        const command = history.next(choice);
        if (command) await writer.writeAs(requestId, unknown ? withUnknown(command) : command);
        if (restart) {
          await projections.stop();
          projections = startProjections(readModels, { db, log }, { batchSize });
        }
      }
      await caughtUp(db, log);
      await projections.stop();
      expect(await tablesOf(db)).toEqual(await expectedTables(log));
    };

    await assert(asyncProperty(life, check), { seed: SEED, numRuns: 12, endOnFailure: true });
    const outcomes = await db.query<{ stage: string; outcome: string | null }>(
      'select distinct stage, outcome from binding_case',
    );
    expect(outcomes.rows.length).toBeGreaterThan(5);
  }, 60_000);
});

/** What a later release might write along with it. */
function withUnknown<C extends { readonly events: readonly object[] }>(command: C) {
  return { ...command, events: [...command.events, { type: 'SomethingOfALaterRelease', data: {} }] } as C;
}
