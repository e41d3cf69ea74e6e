/** An event that cannot be applied stops its own stream and nothing else, and can be tried again. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '../../eventstore/port.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { foldedReadModel } from '../../projections/folding/folded-read-model.js';
import { PoisonEvent, type ReadModel } from '../../projections/folding/read-model.js';
import { readModelPositions } from '../../projections/runner/read-model-positions.js';
import { readModels } from '../../projections/read-models.js';
import type { RunnerNews } from '../../projections/runner/runner-contract.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import { until } from '../../projections/queries/until.js';
import * as b from '../domain/builders.js';
import { findCase } from './find-case.js';
import { telling, memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { Writer } from './streams.js';
import { caughtUp, expectedTables, tablesOf } from './tables.js';

const QUICK = { leaseMs: 900, tickMs: 50, retryParkedMs: 100, backOffMs: [10, 100] } as const;

let side: ReadSide;
let writer: Writer;
let running: Projections[] = [];
let news: RunnerNews[] = [];

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

function tell(item: RunnerNews): void {
  news.push(item);
}

function start(models: readonly ReadModel[] = readModels, log: EventLog = side.log): Projections {
  const projections = startProjections(models, { db: side.db, log, tell }, QUICK);
  running.push(projections);
  return projections;
}

async function parkedRows() {
  const { rows } = await side.db.query<{ read_model: string; stream: string; revision: number; code: string }>(
    'select read_model, stream, revision, code from projection_parked order by read_model, stream',
  );
  return rows;
}

describe('an event that cannot be read', () => {
  it('parks its stream before it, while the other streams of the same batch go on', async () => {
    await writer.write('good', ...b.confirmed);
    await writer.write('bad', ...b.confirmed, { type: 'ConsentGiven', data: { textVersion: 7 } });
    await writer.write('bad', b.applicationFilled());
    await writer.write('good', b.consentGiven());
    start();
    await caughtUp(side.db, side.log);
    await writer.write('good', b.applicationFilled());
    await writer.write('bad', b.applicationFilled());
    await caughtUp(side.db, side.log);

    expect(await findCase(side.db, 'good')).toMatchObject({ revision: 3, state: { stage: 'signature' } });
    expect(await findCase(side.db, 'bad')).toMatchObject({ revision: 1, state: { stage: 'consent' } });
    const parked = { stream: 'bindingRequest-bad', revision: 2, code: 'misshapen-data-textVersion' };
    expect(await parkedRows()).toEqual(
      ['binding_case', 'command_outcome', 'review_inbox', 'student_binding'].map((name) => ({
        read_model: name,
        ...parked,
      })),
    );
    const counts = (await readModelPositions(side.db)).map(({ readModel, parked: count }) => [readModel, count]);
    expect(Object.fromEntries(counts)).toEqual({
      audit_trail: 0,
      binding_case: 1,
      command_outcome: 1,
      enrolment: 0,
      review_inbox: 1,
      student_binding: 1,
    });
    expect(news.filter(({ kind }) => kind === 'parked')).toHaveLength(4);
  });

  it('parks its stream also when it is the database that refuses its row', async () => {
    await writer.write(
      'bad',
      ...b.filled,
      b.signedConsentSent({ reviewDueAt: 'when it suits', remindAt: 'now and then' }),
    );
    await writer.write('good', ...b.sent);
    start([bindingCase]);
    await caughtUp(side.db, side.log, 1);

    expect(await findCase(side.db, 'good')).toMatchObject({ revision: 4 });
    expect(await findCase(side.db, 'bad')).toMatchObject({ revision: 3 });
    expect(await parkedRows()).toMatchObject([{ stream: 'bindingRequest-bad', revision: 4, code: 'sql-22007' }]);
  });

  it('is tried again, and the stream catches up from the log once it can be applied', async () => {
    let release = false;
    const fold: typeof bindingCase.fold = (before, event) => {
      if (event.type === 'ConsentGiven' && !release) throw new PoisonEvent('newer-schema');
      return bindingCase.fold(before, event);
    };
    start([foldedReadModel({ ...bindingCase, fold }), ...readModels.slice(1)]);
    await writer.write('a', ...b.filled);
    await writer.write('b', ...b.confirmed);
    await caughtUp(side.db, side.log);
    expect(await findCase(side.db, 'a')).toMatchObject({ revision: 1 });

    release = true;
    expect(await until(5_000, async () => ((await parkedRows()).length === 0 ? true : null))).toBe(true);
    await writer.write('a', b.signedConsentSent());
    await caughtUp(side.db, side.log);
    expect(await tablesOf(side.db)).toEqual(await expectedTables(side.log));
  });
});

describe('an event that never came', () => {
  it('is noticed by its revision, and taken from the log', async () => {
    const lossy = telling(side.log, (event, after) => (after !== null || event.revision !== 2 ? [event] : []));
    start(readModels, lossy);
    await writer.write('a', ...b.sent);
    await caughtUp(side.db, side.log);

    expect(await until(5_000, async () => ((await parkedRows()).length === 0 ? true : null))).toBe(true);
    expect(await tablesOf(side.db)).toEqual(await expectedTables(side.log));
    expect(news).toContainEqual({
      kind: 'parked',
      readModel: 'binding_case',
      poison: { stream: 'bindingRequest-a', revision: 2, eventType: 'ApplicationFilled', code: 'gap' },
    });
  });
});
