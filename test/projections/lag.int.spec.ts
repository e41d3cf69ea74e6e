import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { auditTrail } from '../../projections/audit-trail/audit-trail.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { readModelLag } from '../../projections/runner/lag.js';
import { startProjections } from '../../projections/runner/runner.js';
import { until } from '../../projections/queries/until.js';
import * as b from '../domain/builders.js';
import { changed, memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { START, Writer } from './streams.js';
import { caughtUp } from './tables.js';

let side: ReadSide;
let writer: Writer;

beforeEach(async () => {
  side = await openReadSide(memoryLog);
  writer = new Writer(side.log);
});

afterEach(() => side.close());

async function runUntilCaughtUp(models = [bindingCase, auditTrail]): Promise<void> {
  const projections = startProjections(models, side, { tickMs: 50 });
  await caughtUp(side.db, side.log, 2);
  await projections.stop();
}

/** By read model, as a clock 10 minutes after the start of the histories sees it. */
async function lag() {
  const models = await readModelLag(side.db, side.log, { now: () => START + 600_000 });
  return Object.fromEntries(models.map((model) => [model.readModel, model]));
}

describe('the lag of a read model', () => {
  it('is nothing when it has seen everything, and costs no reading then', async () => {
    await writer.write('a', ...b.confirmed);
    await runUntilCaughtUp();
    const log = changed(side.log, { readAll: () => Promise.reject(new Error('nothing to read')) });
    const models = await readModelLag(side.db, log);
    expect(models).toEqual(
      ['audit_trail', 'binding_case'].map((readModel) =>
        expect.objectContaining({ readModel, eventsBehind: 0, secondsBehind: 0, stopped: false }),
      ),
    );
  });

  it('grows in events and in seconds where no projector runs', async () => {
    await writer.write('a', ...b.confirmed);
    await runUntilCaughtUp();
    await writer.write('a', b.consentGiven());
    await writer.write('b', ...b.confirmed);
    const found = await lag();
    expect(found['binding_case']).toMatchObject({ eventsBehind: 3, secondsBehind: 480, active: false });
    expect(found['audit_trail']).toMatchObject({ eventsBehind: 3, secondsBehind: 480 });
  });

  it('is counted for each by itself', async () => {
    await writer.write('a', ...b.confirmed);
    await runUntilCaughtUp();
    await writer.write('a', b.consentGiven());
    const projections = startProjections([auditTrail], side, { tickMs: 50 });
    await until(5_000, async () => ((await lag())['audit_trail']?.eventsBehind === 0 ? true : null));
    await projections.stop();
    expect(await lag()).toMatchObject({ audit_trail: { eventsBehind: 0 }, binding_case: { eventsBehind: 1 } });
  });

  it('is counted no further than asked, and then still for each by itself', async () => {
    await writer.write('a', ...b.confirmed);
    await runUntilCaughtUp();
    await writer.write('a', b.consentGiven());
    const projections = startProjections([auditTrail], side, { tickMs: 50 });
    await until(5_000, async () => ((await lag())['audit_trail']?.eventsBehind === 0 ? true : null));
    await projections.stop();
    await writer.write('b', ...b.sent);
    const models = await readModelLag(side.db, side.log, { mostCounted: 3, now: () => START + 600_000 });
    expect(models).toMatchObject([
      { readModel: 'audit_trail', eventsBehind: 3, secondsBehind: 420 },
      { readModel: 'binding_case', eventsBehind: 3, secondsBehind: 480 },
    ]);
  });

  it('tells of a log that was cut short, also where no projector has looked since', async () => {
    await writer.write('a', ...b.confirmed);
    await runUntilCaughtUp();
    const empty = changed(side.log, { head: () => Promise.resolve(null) });
    expect(await readModelLag(side.db, empty)).toMatchObject([
      { aheadOfLog: true, eventsBehind: 0 },
      { aheadOfLog: true, eventsBehind: 0 },
    ]);
  });

  it('grows also while the log holds back what it shows at its head', async () => {
    await writer.write('a', ...b.confirmed);
    await runUntilCaughtUp();
    await writer.write('a', b.consentGiven());
    const holding = changed(side.log, { readAll: () => Promise.resolve([]), subscribe: () => never() });
    const projections = startProjections([bindingCase], { ...side, log: holding }, { tickMs: 20 });
    const found = await until(5_000, async () => {
      const models = await readModelLag(side.db, holding);
      return models.find(({ readModel, secondsBehind }) => readModel === 'binding_case' && secondsBehind > 0) ?? null;
    });
    await projections.stop();
    expect(found).toMatchObject({ eventsBehind: 0, aheadOfLog: false });
  });

  it('says that the audit trail has stopped, which is more than a parked stream', async () => {
    await writer.writeAs('bad', { events: [b.opened()], at: 'yesterday' });
    await writer.write('worse', { type: 'ConsentGiven', data: { textVersion: 7 } });
    const projections = startProjections([bindingCase, auditTrail], side, { tickMs: 50 });
    const found = await until(5_000, async () => {
      const models = await lag();
      return models['audit_trail']?.stopped && models['binding_case']?.parked ? models : null;
    });
    await projections.stop();
    expect(found).toMatchObject({
      audit_trail: { stopped: true, eventsBehind: 2 },
      binding_case: { stopped: false, parked: 1, eventsBehind: 0 },
    });
  });
});

async function* never(): AsyncGenerator<never> {
  yield await new Promise<never>(() => undefined);
}
