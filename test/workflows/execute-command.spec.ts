import { describe, expect, it } from '@jest/globals';
import { createCreateAccount } from '../../activities/binding/create-account.js';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { CaseCache } from '../../activities/binding/case-cache.js';
import { createExecute, createLoad } from '../../activities/binding/execute-command.js';
import { Unopenable } from '../../activities/ports/personal-data.js';
import type { Command } from '../../domain/binding/commands.js';
import { AGENDA_RULES } from '../../domain/binding/agenda.js';
import { nothingFolded } from '../../domain/binding/fold.js';
import { accountIdOf, recordAccountId } from '../../domain/binding/identifiers.js';
import { seal, verifyChain } from '../../eventstore/chain/envelope.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { Unavailable, type NewEvent } from '../../eventstore/port.js';
import type { Agenda } from '../../workflows/binding/activity-contract.js';
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
  const cache = new CaseCache();
  const execute = createExecute({ log, facts, cache });
  const load = createLoad({ log, cache });
  /** By a worker that has forgotten every case. */
  const elsewhere = createExecute({ log, facts });
  /** Every command in turn, as a workflow without memory would. */
  const run = async (commands: readonly Command[]) => {
    for (const command of commands) await execute(command);
    return load(plain.REQUEST);
  };
  const types = async () => (await log.readStream(STREAM)).map(({ type }) => type);
  return { log, facts, cache, execute, elsewhere, load, run, types };
}

describe('a command', () => {
  it('that opens a request costs one append and no read', async () => {
    const { log, execute } = system();
    const { answer, agenda } = await execute(plain.open());
    expect(answer).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(agenda?.revision).toBe(0);
    expect(log.reads).toBe(0);
  });

  it('on a case of a moment ago costs one append and no read', async () => {
    const { log, execute, run, cache } = system();
    const at = await run(toReview.slice(0, 3));
    log.reads = 0;
    const { answer } = await execute(plain.fillApplication(), at);
    expect(answer).toEqual({ status: 'accepted', revision: 3, changed: true });
    expect(log.reads).toBe(0);
    expect(cache.hits).toBe(1);
  });

  it('leads to an agenda that says what comes next and when, and nothing of the case', async () => {
    const { execute, run } = system();
    const { agenda } = await execute(plain.signAndSend(), await run(toReview.slice(0, 4)));
    expect(agenda).toEqual({
      v: 1,
      rules: AGENDA_RULES,
      revision: 4,
      chain: expect.stringMatching(/^[0-9a-f]{64}$/),
      next: [
        ['review-reminder', plain.REVIEW_REMINDER],
        ['review', plain.REVIEW],
      ],
      accounts: [],
      over: false,
    });
  });

  it('that changes nothing leaves the agenda of the caller as it is', async () => {
    const { execute, run } = system();
    expect(await execute(plain.open({}, { commandId: 'again' }), await run(toReview))).toEqual({
      answer: { status: 'accepted', revision: 4, changed: false },
    });
  });

  it('names the account that is to be created until there is one, and then that nothing is left', async () => {
    const { execute, run } = system();
    const approved = await run([...toReview, plain.approve()]);
    const account = { applicantId: plain.FATHER, accountId: accountIdOf(plain.REQUEST, plain.FATHER), attempt: 1 };
    expect(approved).toMatchObject({ next: [], accounts: [{ do: 'create', ...account }], over: false });
    const { agenda } = await execute(plain.recordAccount(), approved);
    expect(agenda).toMatchObject({ next: [], accounts: [], over: true });
  });

  it('names the account of somebody who was put out until the provider has let go of it', async () => {
    const { execute, run } = system();
    const out = await run([...toReview, plain.approve(), plain.erase()]);
    expect(out).toMatchObject({ accounts: [{ do: 'disable', applicantId: plain.FATHER, attempt: 1 }], over: false });
    const { agenda } = await execute(plain.releaseAccount(), out);
    expect(agenda).toMatchObject({ accounts: [], over: true });
  });

  it('of the workflow itself gets its id and its actor here', async () => {
    const { log, execute, run } = system();
    const at = await run([...toReview, plain.approve()]);
    const { requestId, data } = plain.recordAccount();
    await execute({ type: 'RecordAccount', requestId, data }, at);
    const [, last] = (await log.readStream(STREAM)).slice(-2);
    expect(last?.metadata).toMatchObject({
      commandId: recordAccountId(requestId, plain.FATHER, 1),
      actor: { id: 'system', role: 'system' },
      channel: 'online',
    });
  });

  it('that this release does not have is given up, for good', async () => {
    const { facts, log, execute, run, types } = system();
    const at = await run(toReview.slice(0, 1));
    const unknown = { ...plain.confirmStudentInfo(), type: 'OfTomorrow' } as unknown as Command;
    await expect(execute(unknown, at)).rejects.toMatchObject({ name: 'UnknownCommand' });
    const ports = { log, facts, personalData: fakePersonalData, identityProvider: new FakeIdentityProvider() };
    const failure = await createBindingActivities(ports)
      .execute(unknown)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: 'UnknownCommand', nonRetryable: true });
    expect(await types()).toEqual(['BindingRequestOpened']);
  });

  it('whose attempt has run out of time appends nothing', async () => {
    const { log, facts, run, types } = system();
    await run(toReview.slice(0, 1));
    const late = createExecute({ log, facts, isOver: () => true });
    await expect(late(plain.confirmStudentInfo())).rejects.toMatchObject({ name: 'AttemptIsOver' });
    expect(await types()).toEqual(['BindingRequestOpened']);
  });

  it('is stamped no earlier than the event before it, whatever the clock of this worker says', async () => {
    const { log, run } = system();
    await run(toReview.slice(0, 1));
    const past = { lookUp: () => Promise.resolve(plain.facts({ now: '2020-01-01T00:00:00.000Z' })) };
    await createExecute({ log, facts: past })(plain.confirmStudentInfo());
    const [before, after] = (await log.readStream(STREAM)).map(({ metadata }) => metadata['at']);
    expect(after).toBe(before);
  });

  it('waits for a newer release where the stream holds an event of one', async () => {
    const { log, execute, run } = system();
    const at = await run(toReview.slice(0, 1));
    const metadata = { commandId: 'tomorrow', at: plain.NOW, actor: plain.system, schemaVersion: 1 };
    const { events } = seal(STREAM, 1, at.chain, [{ type: 'OfTomorrow', data: {}, metadata }] as never);
    await log.append(STREAM, 0, events);
    await expect(execute(plain.confirmStudentInfo(), at)).rejects.toMatchObject({ name: 'NewerEvent' });
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
    const { answer, agenda } = await execute(plain.confirmStudentInfo(), known);
    expect(answer).toEqual({ status: 'accepted', revision: 1, changed: true });
    expect(agenda?.revision).toBe(1);
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
    const { log, execute, elsewhere, run } = system();
    const known = await run(toReview.slice(0, 1));
    log.before = () => elsewhere(plain.confirmStudentInfo());
    const again = await execute(plain.confirmStudentInfo({}, { commandId: 'another click' }), known);
    expect(again.answer).toEqual({ status: 'refused', code: 'wrong-stage', revision: 1 });
    expect(again.agenda?.revision).toBe(1);
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
    const { log, execute, elsewhere, run, types } = system();
    const known = await run(toReview.slice(0, 2));
    const stale = plain.answerConsent({}, { ifRevision: [0] });
    const refused = { status: 'refused', code: 'revision-changed', revision: 1 };
    expect((await execute(stale, known)).answer).toEqual(refused);
    expect((await execute(stale)).answer).toEqual(refused);
    log.before = () => elsewhere(plain.answerConsent());
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
    const { answer, agenda } = await execute(plain.answerConsent(), known);
    expect(answer).toEqual({ status: 'accepted', revision: 2, changed: true });
    expect(agenda?.revision).toBe(2);
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
    const { answer, agenda } = await execute(plain.approve());
    expect(answer).toEqual({ status: 'refused', code: 'wrong-stage', revision: -1 });
    expect(agenda).toMatchObject({ revision: -1, chain: null, next: [], accounts: [], over: true });
    expect(await log.head()).toBeNull();
  });
});

/** The workflow and the memory of the worker have five events of which the log, put back, holds two, or others. */
async function putBack(kept: readonly Command[] = toReview.slice(0, 2)) {
  const before = system();
  const ahead = await before.run(toReview);
  const { log, facts, types } = system();
  const execute = createExecute({ log, facts, cache: before.cache });
  const restored = createExecute({ log, facts });
  for (const command of kept) await restored(command);
  const load = createLoad({ log, cache: before.cache });
  return { ahead, execute, load, log, types };
}

describe('a log that was restored from an older copy', () => {
  it('wins over what the workflow and the worker remember: the command is decided on it', async () => {
    const { ahead, execute, types } = await putBack();
    const { answer, agenda } = await execute(plain.answerConsent(), ahead);
    expect(answer).toEqual({ status: 'accepted', revision: 2, changed: true });
    expect(agenda).toMatchObject({ revision: 2 });
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed', 'ConsentGiven']);
  });

  it('is asked before anybody is refused', async () => {
    const { ahead, execute } = await putBack();
    expect(await execute(plain.fillApplication({}, { commandId: 'another click' }), ahead)).toMatchObject({
      answer: { status: 'refused', code: 'wrong-stage', revision: 1 },
      agenda: { revision: 1 },
    });
  });

  it('is asked before a command is told that it was carried out', async () => {
    const { ahead, execute, types } = await putBack();
    const { answer } = await execute(plain.answerConsent(), ahead);
    expect(answer).toMatchObject({ status: 'accepted', revision: 2 });
    expect(await types()).toHaveLength(3);
  });

  it('is asked before a command is told that nothing is left to do', async () => {
    const { ahead, execute, types } = await putBack([]);
    const { answer } = await execute(plain.open({}, { commandId: 'open again' }), ahead);
    expect(answer).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(await types()).toEqual(['BindingRequestOpened']);
  });

  it('makes the agenda again where the workflow is told to catch up', async () => {
    const { load } = await putBack();
    const agenda = await load(plain.REQUEST);
    expect(agenda).toMatchObject({
      revision: 1,
      next: [
        ['unfinished-reminder', plain.REMINDER],
        ['unfinished', plain.UNFINISHED],
      ],
    });
  });

  it('does so too where it went on another way and has come as far', async () => {
    const { ahead, execute, load, log } = await putBack([...toReview.slice(0, 2), plain.withdraw()]);
    const { answer } = await execute(plain.answerConsent({}, { commandId: 'another click' }), ahead);
    expect(answer).toMatchObject({ status: 'refused', code: 'wrong-stage', revision: 2 });
    expect(await load(plain.REQUEST)).toMatchObject({ revision: 2, over: true });
    expect(verifyChain(STREAM, await log.readStream(STREAM))).toMatchObject({ ok: true, events: 3 });
  });
});

function folded(requestId: string, revision = 0) {
  return { ...nothingFolded(), revision, chain: requestId };
}

describe('what the worker remembers of cases', () => {
  it('answers only where it ends with the chain that is asked for', async () => {
    const { log, execute, elsewhere, run, cache } = system();
    const at = await run(toReview.slice(0, 1));
    await elsewhere(plain.confirmStudentInfo());
    const other: Agenda = { ...at, chain: 'of another stream' };
    log.reads = 0;
    expect((await execute(plain.answerConsent(), other)).answer).toMatchObject({ status: 'accepted', revision: 2 });
    expect(log.reads).toBe(1);
    expect([cache.hits, cache.misses]).toEqual([0, 1]);
  });

  it('is not disturbed by an attempt that was given up and goes on', async () => {
    const { log, execute, run } = system();
    const at = await run(toReview.slice(0, 1));
    const straggler = execute(plain.confirmStudentInfo({}, { commandId: 'first click' }), at);
    const next = execute(plain.confirmStudentInfo({}, { commandId: 'second click' }), at);
    const answers = (await Promise.all([straggler, next])).map(({ answer }) => answer.status);
    expect(answers.toSorted()).toEqual(['accepted', 'refused']);
    expect(verifyChain(STREAM, await log.readStream(STREAM))).toMatchObject({ ok: true, events: 2 });
    const { answer } = await execute(plain.answerConsent(), at);
    expect(answer).toMatchObject({ status: 'accepted', revision: 2 });
  });

  it('is bounded by number and by size, and forgets what was used least', () => {
    const few = new CaseCache({ cases: 2, bytes: 1_000_000 });
    for (const id of ['a', 'b']) few.keep(id, folded(id), () => true);
    expect(few.endingWith('a', 'a')).toBeDefined();
    few.keep('c', folded('c'), () => true);
    expect(['a', 'b', 'c'].map((id) => few.last(id) !== undefined)).toEqual([true, false, true]);
    const small = new CaseCache({ cases: 100, bytes: 10_000 });
    for (const id of ['a', 'b']) small.keep(id, folded(id, 30), () => true);
    expect(['a', 'b'].map((id) => small.last(id) !== undefined)).toEqual([false, true]);
  });

  it('is replaced only by what has grown out of it', () => {
    const cache = new CaseCache();
    cache.keep('a', { ...nothingFolded(), chain: 'new' }, () => true);
    cache.keep('a', { ...nothingFolded(), chain: 'of an older attempt' }, (chain) => chain === 'old');
    expect(cache.last('a')?.chain).toBe('new');
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
