/** An operator asks why a case does not move: with a workflow that answers, without Temporal, and with rows that stand still. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseNumber } from '../../../domain/binding/identifiers.js';
import { readModels } from '../../../projections/read-models.js';
import { startProjections, type Projections } from '../../../projections/runner/runner.js';
import { commandMigrations } from '../../../src/api/commands/migrations.js';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { eventLogMigrations } from '../../../eventstore/postgres/migrations.js';
import { projectionMigrations } from '../../../projections/migrations.js';
import * as b from '../../domain/builders.js';
import { openReadSide, postgresLog, type ReadSide } from '../../projections/log-under-test.js';
import { Writer } from '../../projections/streams.js';
import { caughtUp } from '../../projections/tables.js';
import { temporalAddress } from '../../support/temporal.js';
import { Case } from '../../workflows/case.js';
import { eventually, World } from '../../workflows/world.js';
import { cli } from './cli.js';
import { configured } from './configured.js';

/** What `cli case --json` answers, as far as these tests look at it. */
interface Answer {
  readonly requestId: string;
  readonly revision: number;
  readonly state: { readonly caseNumber: string; readonly holder: { readonly kind: string } } | null;
  readonly events: readonly { readonly type: string }[];
  readonly readModels: readonly { readonly readModel: string; readonly behind: number }[];
  readonly parked: readonly unknown[];
  readonly keptDecisions: readonly unknown[];
  readonly workflow: { readonly kind: string; readonly waitingFor?: unknown };
  readonly unblocks: readonly string[];
}

const LOST = '0aaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const BAD = '0abbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee';

let side: ReadSide;
let world: World;
let projector: Projections;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  side = await openReadSide(postgresLog);
  await migrate(side.db, [...eventLogMigrations, ...projectionMigrations, ...commandMigrations]);
  world = await World.started({ log: side.log, holdsForeignEvents: true });
  env = { ...configured(side.url), TEMPORAL_ADDRESS: temporalAddress() };
  projector = startProjections(readModels, side, { tickMs: 50 });
}, 60_000);
afterAll(async () => {
  await projector.stop();
  await world.stop();
  await side.close();
});

async function ask(which: string, environment = env): Promise<Answer> {
  const { code, out, err } = await cli(environment, 'case', which, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Answer;
}

describe('cli case', () => {
  it('says of a healthy case whom it waits for and what its workflow does next', async () => {
    const request = new Case(world);
    await request.upToReview();
    await caughtUp(side.db, side.log);

    const answer = await ask(request.requestId);
    expect(answer).toMatchObject({
      requestId: request.requestId,
      revision: 4,
      state: { holder: { kind: 'class-teacher' } },
      parked: [],
      keptDecisions: [],
      workflow: { kind: 'found', waitingFor: { next: { what: 'review-reminder' }, accounts: [], inHand: null } },
    });
    expect(answer.events.map(({ type }) => type)).toEqual(await world.types(request.requestId));
    expect(answer.readModels.filter(({ behind }) => behind > 0)).toEqual([]);
    expect(answer.unblocks).toEqual([expect.stringMatching(/^Nothing is wrong: it waits for class-teacher, until /)]);
  });

  it('finds a case by its number, however it is typed', async () => {
    const request = new Case(world);
    await request.upToReview();
    await caughtUp(side.db, side.log);
    const number = caseNumber('T99', request.requestId);

    expect(await ask(number)).toMatchObject({ requestId: request.requestId });
    expect(await ask(number.toLowerCase().replaceAll('0', 'o'))).toMatchObject({ requestId: request.requestId });
    const { out } = await cli(env, 'case', number);
    expect(out).toContain('next: review-reminder at ');
    expect(out).toContain('what would unblock it\n  Nothing is wrong');
    expect(out).not.toContain('sealed-');
  });

  it('says that no workflow runs for an open case, and that Temporal does not answer', async () => {
    await new Writer(side.log).write(LOST, ...b.sent);
    await caughtUp(side.db, side.log);

    expect((await ask(LOST)).unblocks[0]).toContain('`reconcile --all` starts it');
    const away = await ask(LOST, { ...env, TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(away.workflow).toMatchObject({ kind: 'unreachable' });
    expect(away.unblocks[0]).toMatch(/^Temporal does not answer/);
  });

  it('names the rows that stand still, and the decision that was kept', async () => {
    await new Writer(side.log).write(BAD, ...b.confirmed, { type: 'ConsentGiven', data: { textVersion: 7 } });
    await side.db.query(
      `insert into command_requests (principal, method, path, key, body_hmac, request_id, command_id, student_id, command)
       values ('t', 'POST', '/', gen_random_uuid(), '', $1, gen_random_uuid(), 's', 'sealed-decision')`,
      [BAD],
    );
    await eventually(async () => (await ask(BAD)).parked.length === 4);

    const answer = await ask(BAD);
    expect(answer.state).toBeNull();
    expect(answer.keptDecisions).toEqual([expect.objectContaining({ sentAgain: 0, sentAt: null })]);
    expect(answer.unblocks[0]).toMatch(/^This release cannot read the stream \(misshapen-/);
    expect((await cli(env, 'case', BAD)).out).toMatch(
      /binding_case: parked before revision 2 \(ConsentGiven, misshapen-/,
    );
  });

  it('says when the workflow is not answered for', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.stopWorker();
    try {
      const answer = await ask(request.requestId);
      expect(answer.workflow).toMatchObject({ kind: 'found', waitingFor: null });
      expect(answer.unblocks.join('\n')).toContain('The workflow did not answer within 2 s');
    } finally {
      await world.startWorker();
    }
  });

  it('refuses what is no case, and a number that nothing has', async () => {
    expect(await cli(env, 'case', 'Mei')).toMatchObject({ code: 1, err: expect.stringContaining('is no case number') });
    expect(await cli(env, 'case', 'T99-00000000')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no case has'),
    });
  });
});
