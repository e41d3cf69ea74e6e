/** Moments that no real server brings about on demand: what arrives in one task, and in which order. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AGENDA_RULES, agendaOf } from '../../domain/binding/agenda.js';
import { workflowCode } from '../../src/adapters/temporal/workflow-code.js';
import * as plain from '../domain/builders.js';
import { ACTIVITIES, CaseInProcess, catchUp, jobOf } from './case-in-process.js';
import { WorkflowSandbox, type Job } from '../support/workflow-in-process.js';

let sandbox: WorkflowSandbox;
let one: CaseInProcess;
beforeAll(async () => {
  sandbox = await WorkflowSandbox.load(await workflowCode(), ACTIVITIES);
}, 60_000);
beforeEach(() => {
  one = new CaseInProcess(sandbox);
});
afterAll(() => sandbox.destroy());

const toConsent = [plain.open(), plain.confirmStudentInfo(), plain.answerConsent()] as const;
const toReview = [...toConsent, plain.fillApplication(), plain.signAndSend()] as const;
const bothParents = plain.fillApplication({
  mode: 'two-parents',
  applicants: [plain.applicant('father'), plain.applicant('mother')],
});
const bothToReview = [...toConsent, bothParents, plain.signAndSend()] as const;
const approveMother = plain.approve({ applicantId: plain.MOTHER }, { commandId: 'approve-mother' });
const rejectMother = plain.reject({ applicantId: plain.MOTHER }, { commandId: 'reject-mother' });

const APPROVED = ['ApplicantApproved', 'AccountCreationStarted', 'AccountCreated', 'BindingRequestClosed'];

/** What the one activity under way brought about, with whatever else arrives in that task. */
async function resultTogetherWith(...jobs: readonly Job[]) {
  return one.activate([...jobs, await one.outcome(one.underWay())]);
}

async function since(revision: number) {
  return (await one.types()).slice(revision);
}

/** Lets the reminders pass; the clock stands at `due` and its timer has not rung yet. */
async function remindedUntil(due: string) {
  while (one.timers.some(({ at }) => at < Date.parse(due))) await one.untilTimer();
  one.now = Date.parse(due);
}

async function sinceReminders() {
  return (await since(5)).filter((type) => type !== 'ReviewReminderDue');
}

describe('a click and the end of its term, in the same moment', () => {
  it.each(['the click', 'the timer'])('go to the click when one task brings both, %s named first', async (first) => {
    await one.sends(...toReview);
    await remindedUntil(plain.REVIEW);
    const jobs = [jobOf(plain.approve()), ...one.ringing()];
    await one.activate(first === 'the click' ? jobs : jobs.toReversed());
    await one.settle();
    expect(await sinceReminders()).toEqual(APPROVED);
    expect(one.endings).toEqual(['completed']);
  });

  it('go to the timer when its decision is under way: the click finds the case with the registrar', async () => {
    await one.sends(...toReview);
    await remindedUntil(plain.REVIEW);
    await one.activate(one.ringing());
    await resultTogetherWith(jobOf(plain.approve()));
    await one.settle();
    expect(await sinceReminders()).toEqual(['ReviewEscalated', 'ReviewDecisionRefused']);
    expect((await one.state())?.applicants[0]?.holder).toBe('registrar');
  });

  it('go to the act of a parent when it arrives before the timer', async () => {
    await one.sends(plain.open());
    one.now = Date.parse(plain.UNFINISHED);
    await one.activate([...one.ringing(), jobOf(plain.confirmStudentInfo())]);
    await one.settle();
    expect(await one.types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
    expect(one.answerTo(plain.confirmStudentInfo())).toMatchObject({ status: 'accepted', revision: 1 });
  });
});

describe('two applicants decided in one task', () => {
  it.each([
    ['both approved', [plain.approve(), approveMother], 'account-created'],
    ['both approved, the mother first', [approveMother, plain.approve()], 'account-created'],
    ['one approved and one rejected', [plain.approve(), rejectMother], 'rejected'],
    ['one rejected and one approved', [rejectMother, plain.approve()], 'rejected'],
  ] as const)('are decided one after the other: %s', async (_, decisions, mother) => {
    await one.sends(...bothToReview);
    await one.activate(decisions.map(jobOf));
    await one.settle();
    expect((await one.stream()).at(-1)?.data).toEqual({
      outcome: 'completed',
      results: [
        { applicantId: plain.FATHER, state: 'account-created' },
        { applicantId: plain.MOTHER, state: mother },
      ],
    });
    expect(one.provider.accounts.size).toBe(mother === 'rejected' ? 1 : 2);
    expect(one.endings).toEqual(['completed']);
  });
});

describe('a run that is about to end', () => {
  it('still decides what arrives with the event that closes the case', async () => {
    await one.sends(...toReview);
    await one.activate([jobOf(plain.reject())]);
    await resultTogetherWith(jobOf(plain.approve()), jobOf(plain.recall()));
    expect(one.endings).toEqual([]);
    await one.settle();
    expect(await since(5)).toEqual(['ApplicantRejected', 'BindingRequestClosed', 'ReviewDecisionRefused']);
    expect(one.answerTo(plain.recall())).toMatchObject({ status: 'refused', code: 'already-decided' });
    expect(one.endings).toEqual(['completed']);
  });

  it('first records an account that it heard of meanwhile', async () => {
    await one.sends(...toReview);
    await one.activate([jobOf(plain.approve()), jobOf(plain.erase())]);
    await resultTogetherWith();
    const results = [];
    for (const asked of one.asked) results.push(await one.outcome(asked));
    await one.activate(results);
    const disabling = one.asked.find(({ name }) => name === 'disableAccount');
    if (!disabling) throw new Error('nobody closes the account');
    await one.activate([await one.outcome(disabling)]);
    expect(one.endings).toEqual([]);
    await one.settle();
    expect((await one.types()).slice(-4)).toEqual([
      'BindingRequestClosed',
      'PersonalDataErased',
      'AccountCreated',
      'AccountReleased',
    ]);
    expect(one.provider.accounts.size).toBe(0);
    expect(one.endings).toEqual(['completed']);
  });

  it('and meets no stream ends after the refusal, without a trace', async () => {
    await one.sends(plain.confirmStudentInfo());
    expect(one.answerTo(plain.confirmStudentInfo())).toEqual({ status: 'refused', code: 'wrong-stage', revision: -1 });
    await one.sends(plain.approve());
    await one.activate([catchUp({ revision: 3, chain: 'lost' })]);
    await one.settle();
    expect(one.endings).toEqual(['completed', 'completed', 'completed']);
    expect(await one.types()).toEqual([]);
  });

  it('looks for itself when no command reached it', async () => {
    await one.activate([{ kind: 'signal', name: 'approve', args: [{ nonsense: true }] }]);
    expect(one.asked).toEqual([]);
    await one.untilTimer();
    expect(one.endings).toEqual(['completed']);
  });
});

describe('a run that gives way to the next', () => {
  const suggested = { continueAsNewSuggested: true };

  it('waits for the decision under way, and hands on what it led to, as plain JSON', async () => {
    await one.sends(...bothToReview);
    const wishes = await one.activate([jobOf(rejectMother)], suggested);
    expect(wishes.map(({ kind }) => kind)).toEqual(['activity']);
    const asked = one.underWay();
    const [continued] = (await one.activate([await one.outcome(asked)], suggested)).slice(-1);
    const agenda = { v: 1, rules: AGENDA_RULES, ...(await one.tip()), ...agendaOf(await one.state()) };
    expect(continued).toEqual({ kind: 'continued', args: [{ agenda }] });
    expect(agenda.revision).toBe(5);
  });

  it('takes in what arrives meanwhile, and answers it', async () => {
    await one.sends(...bothToReview);
    await one.activate([jobOf(rejectMother)], suggested);
    const asked = one.underWay();
    const recall = plain.recall();
    await one.activate([jobOf(plain.approve()), jobOf(recall), await one.outcome(asked)], suggested);
    await one.settle();
    expect(one.endings).toEqual(['continued', 'completed']);
    expect((await since(5)).slice(0, 3)).toEqual(['ApplicantRejected', 'ApplicantApproved', 'AccountCreationStarted']);
    expect(one.answerTo(recall)).toMatchObject({ status: 'refused', code: 'already-decided' });
  });

  it('does not when the decision under way closes the case: then it ends', async () => {
    await one.sends(...toReview);
    await one.activate([jobOf(plain.reject())], suggested);
    await one.activate([await one.outcome(one.underWay())], suggested);
    expect(one.endings).toEqual(['completed']);
  });

  it('lets the next one answer as it did, also what it has refused by an event', async () => {
    await one.sends(...toReview);
    const stale = plain.approve({ dossierRevision: 1 }, { commandId: 'stale' });
    await one.sends(stale);
    await one.activate([], suggested);
    expect(one.endings).toEqual(['continued']);
    await one.settle();
    const before = [...one.answers];
    for (const command of toReview) {
      await one.sends(command);
      expect(one.answers.filter(({ commandId }) => commandId === command.commandId)).toEqual(
        Array(2).fill(before.find(({ commandId }) => commandId === command.commandId)),
      );
    }
    await one.sends(stale);
    expect(await since(5)).toEqual(['ReviewDecisionRefused']);
  });

  it('and leaves an account under way lets the next one begin it anew: there is one account', async () => {
    await one.sends(...toReview);
    await one.activate([jobOf(plain.approve())]);
    await one.activate([await one.outcome(one.underWay())], suggested);
    expect(one.endings).toEqual(['continued']);
    await one.settle();
    expect(await since(5)).toEqual(APPROVED);
    expect(one.provider.accounts.size).toBe(1);
  });
});

describe('the activity of a command', () => {
  it.each(['failed', 'answer-lost', 'hanging', 'twice'] as const)(
    'leads to one event and one answer when its first attempts are %s',
    async (fate) => {
      await one.sends(plain.open());
      await one.activate([jobOf(plain.confirmStudentInfo()), jobOf(plain.answerConsent())]);
      const asked = one.underWay();
      await one.activate([await one.outcome(asked, fate)]);
      expect(one.asked[0]?.local).toBe(fate === 'twice');
      await one.settle();
      expect(await one.types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed', 'ConsentGiven']);
      expect(one.answerTo(plain.confirmStudentInfo())).toEqual({ status: 'accepted', revision: 1, changed: true });
      expect(one.answerTo(plain.answerConsent())).toEqual({ status: 'accepted', revision: 2, changed: true });
    },
  );

  it('is told by the provider within its term, or else the account has failed', async () => {
    await one.sends(...toReview);
    await one.activate([jobOf(plain.approve())]);
    await one.activate([await one.outcome(one.underWay())]);
    const creating = one.underWay();
    expect(creating).toMatchObject({ name: 'createAccount', local: false });
    await one.activate([await one.outcome(creating, 'failed')]);
    await one.settle();
    expect((await one.stream()).at(-1)).toMatchObject({
      type: 'AccountCreationFailed',
      data: { reason: 'provider-unreachable' },
    });
  });
});

describe('a student who leaves while an account is being created', () => {
  const left = { ...plain.facts().student!, enrolment: 'left', rosterVersion: 8 } as const;

  it('is put out without waiting for the provider, and the account is closed before the case ends', async () => {
    one.known = ({ type }) => (type === 'RosterChanged' ? { student: left } : {});
    await one.sends(...toReview);
    await one.activate([jobOf(plain.approve())]);
    await resultTogetherWith();
    const creating = one.underWay();
    await one.activate([jobOf(plain.rosterChanged())]);
    const [, leaving] = one.asked;
    if (leaving === undefined) throw new Error('nobody asks what to do');
    const wishes = await one.activate([await one.outcome(leaving)]);
    expect(wishes).toContainEqual({ kind: 'cancel-activity', seq: creating.seq, local: false });
    await one.settle();
    expect(await since(7)).toEqual(['ApplicantWithdrawn', 'BindingRequestClosed', 'AccountReleased']);
    expect(one.provider.disabled.size).toBe(1);
    expect(one.endings).toEqual(['completed']);
  });
});

describe('a deadline that is tried before the clock of the rules has come to it', () => {
  it('is tried again, after a pause that grows', async () => {
    await one.sends(plain.open());
    const behind = 2500;
    one.known = () => ({ now: new Date(one.now - behind).toISOString() });
    await remindedUntil(plain.UNFINISHED);
    await one.activate(one.ringing());
    await one.settle();
    expect(await since(3)).toEqual([]);
    const pauses = [];
    for (let before = one.now; one.isRunning() && pauses.length < 5; before = one.now) {
      await one.untilTimer();
      pauses.push(one.now - before);
    }
    expect(pauses).toEqual([1000, 2000]);
    expect(one.endings).toEqual(['completed']);
    expect((await one.state())?.outcome).toBe('expired');
  });
});

describe('a decision and a command of the family in one task', () => {
  it('go to the decision, which is a signal', async () => {
    await one.sends(...toReview);
    await one.activate([jobOf(plain.withdraw()), jobOf(plain.approve())].toReversed());
    await one.settle();
    expect(await since(5)).toEqual(APPROVED);
    expect(one.answerTo(plain.withdraw())).toMatchObject({ status: 'refused', code: 'already-decided' });
  });
});

describe('an update that cannot be read', () => {
  it('is rejected, and disturbs nothing that arrives with it', async () => {
    await one.sends(plain.open());
    const misdirected = { ...plain.answerConsent(), requestId: 'another' };
    await one.activate([jobOf(misdirected), jobOf(plain.confirmStudentInfo())]);
    await one.settle();
    expect(one.rejected).toEqual([misdirected.commandId]);
    expect(one.answerTo(plain.confirmStudentInfo())).toMatchObject({ status: 'accepted' });
  });
});

describe('a run that is cancelled', () => {
  it.each(['before', 'after'])(
    'ends under its command, %s the event is stored; the same command to the next run is carried out once',
    async (when) => {
      await one.sends(plain.open());
      await one.activate([jobOf(plain.confirmStudentInfo())]);
      const asked = one.underWay();
      if (when === 'after') await one.outcome(asked);
      await one.activate([{ kind: 'cancel' }]);
      expect([one.endings, one.answers.length]).toEqual([['lost'], 1]);
      await one.sends(plain.confirmStudentInfo());
      expect(await one.types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
      expect(one.answerTo(plain.confirmStudentInfo())).toEqual({ status: 'accepted', revision: 1, changed: true });
    },
  );
});

describe('the hint to catch up', () => {
  it('costs nothing when the run has that revision', async () => {
    await one.sends(...toReview);
    expect(await one.activate([catchUp(await one.tip())])).toEqual([]);
  });

  it('brings in what another writer has left, and the run goes on from there', async () => {
    await one.sends(...toReview);
    await one.otherWriter(plain.approve());
    await one.activate([catchUp(await one.tip())]);
    expect(one.asked.map(({ name }) => name)).toEqual(['load']);
    await one.settle();
    expect(await since(5)).toEqual(APPROVED);
    expect(one.endings).toEqual(['completed']);
  });

  it('waits for the command under way, which may bring what it hints at', async () => {
    await one.sends(plain.open());
    await one.otherWriter(plain.confirmStudentInfo());
    await one.activate([jobOf(plain.confirmStudentInfo()), catchUp(await one.tip())]);
    const wishes = await resultTogetherWith();
    expect(wishes.filter(({ kind }) => kind === 'activity')).toEqual([]);
    expect(one.answerTo(plain.confirmStudentInfo())).toMatchObject({ status: 'accepted', revision: 1 });
  });

  it.each([
    ['lower revision', { revision: 2, chain: 'of a restored log' }, AGENDA_RULES],
    ['other chain', { revision: 4, chain: 'of a restored log' }, AGENDA_RULES],
    ['way of deriving agendas', undefined, AGENDA_RULES + 1],
  ])('with another %s lets the run ask the log', async (_, tip, rules) => {
    await one.sends(...toReview);
    await one.activate([catchUp(tip ?? (await one.tip()), rules)]);
    expect(one.asked.map(({ name }) => name)).toEqual(['load']);
  });

  it('after a restore brings back the deadlines of what is left, and their timer', async () => {
    await one.sends(...toReview);
    await one.restore(1);
    await one.activate([catchUp(await one.tip())]);
    await one.settle();
    expect(one.timers.map(({ at }) => new Date(at).toISOString())).toContain(plain.REVIEW_REMINDER);
    one.now = Date.parse(plain.UNFINISHED);
    await one.activate(one.ringing());
    await one.settle();
    expect(await one.types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed', 'BindingRequestClosed']);
  });

  it('begins a lost run anew, with the timer of the stream', async () => {
    await one.sends(...toReview);
    await one.loseRun();
    await one.activate([catchUp(await one.tip())]);
    await one.settle();
    expect(one.timers.map(({ at }) => new Date(at).toISOString())).toEqual([plain.REVIEW_REMINDER]);
  });
});

describe('a worker that has forgotten the case', () => {
  it('does the same again with the same tasks', async () => {
    await one.sends(...bothToReview);
    await one.activate([jobOf(plain.approve()), jobOf(rejectMother)]);
    const asked = one.underWay();
    await one.activate([await one.outcome(asked, 'hanging')]);
    await one.settle();
    await one.expectReplay();
  });
});

describe('a stack trace in a workflow', () => {
  it('is three frames long, since the SDK takes one of every promise', () => {
    expect(sandbox.stackFrames()).toBe(3);
  });
});
