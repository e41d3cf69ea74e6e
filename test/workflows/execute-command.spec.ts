import { describe, expect, it } from '@jest/globals';
import { createCreateAccount } from '../../activities/binding/create-account.js';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { createExecute, createLoad } from '../../activities/binding/execute-command.js';
import { Unopenable } from '../../activities/ports/personal-data.js';
import type { Command } from '../../domain/binding/commands.js';
import { verifyChain } from '../../eventstore/chain/envelope.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { Unavailable, type NewEvent } from '../../eventstore/port.js';
import type { Known } from '../../workflows/binding/activity-contract.js';
import { bindingStream } from '../../workflows/names.js';
import * as plain from '../domain/builders.js';
import { FakeIdentityProvider, fakePersonalData } from './fake-ports.js';

const STREAM = bindingStream(plain.REQUEST);
const toReview = [
  plain.open(),
  plain.confirmStudentInfo(),
  plain.answerConsent(),
  plain.fillApplication(),
  plain.signAndSend(),
] as const;

/** Counts reads; loses answers or lets another writer in on demand. */
class WatchedLog extends MemoryLog {
  reads = 0;
  loseAnswers = 0;
  before: (() => Promise<unknown>) | undefined;

  override readStream(...range: Parameters<MemoryLog['readStream']>) {
    this.reads += 1;
    return super.readStream(...range);
  }

  override async append(stream: string, revision: number, events: readonly NewEvent[]) {
    const before = this.before;
    this.before = undefined;
    await before?.();
    const appended = await super.append(stream, revision, events);
    if (this.loseAnswers-- > 0) throw new Unavailable('the answer was lost');
    return appended;
  }
}

function system() {
  const log = new WatchedLog();
  let seconds = 0;
  const facts = {
    // A clock that never says the same twice, so that a command decided again has other event ids.
    lookUp: (_state: unknown, command: Command) =>
      Promise.resolve(
        plain.facts({ now: new Date(Date.parse(plain.NOW) + ++seconds).toISOString() }, command.actor.role),
      ),
  };
  const execute = createExecute({ log, facts });
  const load = createLoad({ log });
  /** Every command in turn, as a workflow without memory would. */
  const run = async (commands: readonly Command[]) => {
    for (const command of commands) await execute(command);
    return load(plain.REQUEST);
  };
  const types = async () => (await log.readStream(STREAM)).map(({ type }) => type);
  return { log, facts, execute, load, run, types };
}

describe('a command', () => {
  it('that opens a request costs one append and no read', async () => {
    const { log, execute } = system();
    const { answer, loaded } = await execute(plain.open());
    expect(answer).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(loaded?.revision).toBe(0);
    expect(log.reads).toBe(0);
  });

  it('on a known state costs one append and no read, and says what is new without sealed values', async () => {
    const { log, execute, run } = system();
    const known = await run(toReview.slice(0, 3));
    log.reads = 0;
    const { answer, events, chain, loaded } = await execute(plain.fillApplication(), known);
    expect(log.reads).toBe(0);
    expect(answer).toEqual({ status: 'accepted', revision: 3, changed: true });
    expect(loaded).toBeUndefined();
    expect(events?.map(({ type, revision }) => [type, revision])).toEqual([['ApplicationFilled', 3]]);
    expect(JSON.stringify(events)).not.toContain('sealed-');
    expect(JSON.stringify(events)).toContain('person-father');
    expect(chain).toMatch(/^[0-9a-f]{64}$/);
  });

  it('builds a chain that verifies over steps of several attempts', async () => {
    const { log, run } = system();
    await run([...toReview, plain.approve()]);
    expect(verifyChain(STREAM, await log.readStream(STREAM))).toMatchObject({ ok: true, events: 7 });
  });

  it('is stored once though its answer was lost, and the next attempt is answered from the log', async () => {
    const { log, execute, run, types } = system();
    const known = await run(toReview.slice(0, 1));
    log.loseAnswers = 1;
    await expect(execute(plain.confirmStudentInfo(), known)).rejects.toThrow(Unavailable);
    const { answer, events } = await execute(plain.confirmStudentInfo(), known);
    expect(answer).toEqual({ status: 'accepted', revision: 1, changed: true });
    expect(events?.map(({ revision }) => revision)).toEqual([1]);
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
  });

  it('that opens is answered from the log when the first answer was lost', async () => {
    const { log, execute, types } = system();
    log.loseAnswers = 1;
    await expect(execute(plain.open())).rejects.toThrow(Unavailable);
    expect((await execute(plain.open())).answer).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(await types()).toEqual(['BindingRequestOpened']);
  });

  it('is decided on what another writer left, and brings their events along', async () => {
    const { log, execute, run } = system();
    const known = await run(toReview.slice(0, 1));
    log.before = () => execute(plain.confirmStudentInfo());
    const again = await execute(plain.confirmStudentInfo({}, { commandId: 'another click' }), known);
    expect(again.answer).toEqual({ status: 'refused', code: 'wrong-stage', revision: 1 });
    expect(again.events?.map(({ type }) => type)).toEqual(['StudentInfoConfirmed']);
  });

  it('is carried out where its sender saw the case stand, and told so again when it has moved on', async () => {
    const { execute, run, types } = system();
    await run(toReview.slice(0, 1));
    const onFirst = plain.confirmStudentInfo({}, { ifRevision: [0] });
    const accepted = { status: 'accepted', revision: 1, changed: true };
    expect((await execute(onFirst)).answer).toEqual(accepted);
    expect((await execute(onFirst)).answer).toEqual(accepted);
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
  });

  it('is refused where the case stands elsewhere, also when another writer moves it in the same moment', async () => {
    const { log, execute, run, types } = system();
    const known = await run(toReview.slice(0, 2));
    const stale = plain.answerConsent({}, { ifRevision: [0] });
    const refused = { status: 'refused', code: 'revision-changed', revision: 1 };
    expect((await execute(stale, known)).answer).toEqual(refused);
    expect((await execute(stale)).answer).toEqual(refused);
    log.before = () => execute(plain.answerConsent());
    const other = plain.answerConsent({}, { commandId: 'another click', ifRevision: [1] });
    expect((await execute(other, known)).answer).toEqual({ ...refused, revision: 2 });
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed', 'ConsentGiven']);
  });

  it('is not taken for stale because the caller is behind', async () => {
    const { execute, run } = system();
    const known = await run(toReview.slice(0, 1));
    await execute(plain.confirmStudentInfo());
    const { answer } = await execute(plain.answerConsent({}, { ifRevision: [1] }), known);
    expect(answer).toEqual({ status: 'accepted', revision: 2, changed: true });
  });

  it('is not refused on a state that is out of date', async () => {
    const { execute, run } = system();
    const known = await run(toReview.slice(0, 1));
    await execute(plain.confirmStudentInfo());
    const { answer, events } = await execute(plain.answerConsent(), known);
    expect(answer).toEqual({ status: 'accepted', revision: 2, changed: true });
    expect(events?.map(({ type }) => type)).toEqual(['StudentInfoConfirmed', 'ConsentGiven']);
  });

  it('whose event no reader could read is given up: nothing is appended, and the error names the field only', async () => {
    const { log, facts, execute, run, types } = system();
    const known = await run(toReview.slice(0, 2));
    const misshapen = plain.answerConsent({ method: null as never });
    await expect(execute(misshapen, known)).rejects.toMatchObject({
      name: 'MisshapenEvent',
      code: 'ConsentGiven-data-method',
    });
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
    const activities = createBindingActivities({
      log,
      facts,
      personalData: fakePersonalData,
      identityProvider: new FakeIdentityProvider(),
    });
    await expect(activities.execute(misshapen)).rejects.toThrow(/^MisshapenEvent ConsentGiven-data-method$/);
  });

  it('is answered the same after later ones', async () => {
    const { execute, run } = system();
    const known = await run([...toReview, plain.approve()]);
    for (const [revision, command] of toReview.entries()) {
      expect((await execute(command, known)).answer).toEqual({ status: 'accepted', revision, changed: true });
    }
    expect((await execute(plain.approve(), known)).answer).toEqual({ status: 'accepted', revision: 6, changed: true });
  });

  it('of a reviewer is refused by one event, and asked again tells the same code', async () => {
    const { execute, run, types } = system();
    const known = await run(toReview);
    const stale = plain.approve({ dossierRevision: 3 });
    const refused = { status: 'refused', code: 'dossier-changed', revision: 5 };
    expect((await execute(stale, known)).answer).toEqual(refused);
    expect((await execute(stale, known)).answer).toEqual(refused);
    expect((await types()).slice(5)).toEqual(['ReviewDecisionRefused']);
  });

  it('for a request that is not there leaves no trace', async () => {
    const { execute, log } = system();
    const { answer, loaded } = await execute(plain.approve());
    expect(answer).toEqual({ status: 'refused', code: 'wrong-stage', revision: -1 });
    expect(loaded).toEqual({ state: null, revision: -1, chain: null });
    expect(await log.head()).toBeNull();
  });
});

describe('what the caller knows', () => {
  it('is not read when another release wrote it', async () => {
    const { execute, run } = system();
    const known = await run(toReview.slice(0, 1));
    const old = { ...known, state: { ...known.state, stateVersion: 0 } } as unknown as Known;
    const { loaded, events } = await execute(plain.confirmStudentInfo(), old);
    expect(events).toBeUndefined();
    expect(loaded).toMatchObject({ revision: 1, state: { stage: 'consent', stateVersion: 1 } });
  });

  it('gives way to a log that was restored from an older copy', async () => {
    const { run } = system();
    const ahead = await run(toReview.slice(0, 3));
    const restored = system();
    await restored.run(toReview.slice(0, 2));
    const { answer, loaded } = await restored.execute(plain.fillApplication(), ahead);
    expect(answer).toEqual({ status: 'refused', code: 'wrong-stage', revision: 1 });
    expect(loaded?.revision).toBe(1);
  });

  it('is replaced when it is more than a hundred events behind', async () => {
    const { execute, run } = system();
    const known = await run(toReview);
    for (let i = 0; i < 101; i++)
      await execute(plain.approve({ dossierRevision: 0 }, { commandId: `late click ${i}` }));
    const { answer, events, loaded } = await execute(plain.approve(), known);
    expect(answer.status).toBe('accepted');
    expect(events).toBeUndefined();
    expect(loaded?.revision).toBe(107);
  });
});

describe('creating an account', () => {
  const order = { requestId: plain.REQUEST, applicantId: plain.FATHER, accountId: 'account', attempt: 1 };

  it('ends as failed, with a code, when the personal data were erased', async () => {
    const { log, run } = system();
    await run([...toReview, plain.approve()]);
    const personalData = { open: () => Promise.reject(new Unopenable('erased')) };
    const create = createCreateAccount({ log, personalData, identityProvider: new FakeIdentityProvider() });
    expect(await create(order)).toEqual({ kind: 'failed', reason: 'personal-data-erased' });
  });

  it('opens the values of this applicant in this request and no others', async () => {
    const { log, run } = system();
    await run([...toReview, plain.approve()]);
    const asked: unknown[] = [];
    const personalData = {
      open: (...call: Parameters<typeof fakePersonalData.open>) => {
        asked.push(call);
        return fakePersonalData.open(...call);
      },
    };
    await createCreateAccount({ log, personalData, identityProvider: new FakeIdentityProvider() })(order);
    expect(asked).toEqual([
      ['sealed-email-father', { stream: STREAM, subject: plain.FATHER, field: 'email' }],
      ['sealed-id-father', { stream: STREAM, subject: plain.FATHER, field: 'idNumber' }],
    ]);
  });

  it('tells Temporal what kind of error it was and nothing a person could read', async () => {
    const { log, facts, run } = system();
    await run([...toReview, plain.approve()]);
    const identityProvider = new FakeIdentityProvider();
    identityProvider.failures = 1;
    const { createAccount } = createBindingActivities({ log, facts, personalData: fakePersonalData, identityProvider });
    const error = await createAccount(order).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ type: 'Error', message: 'Error' });
    expect((error as Error).stack).not.toContain('@example.org');
  });
});
