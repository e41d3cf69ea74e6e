import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createExecute } from '../../activities/binding/execute-command.js';
import type { Command } from '../../domain/binding/commands.js';
import { bindingStream } from '../../workflows/names.js';
import { approve, erase } from '../domain/builders.js';
import { Case } from '../workflows/case.js';
import { eventually } from '../workflows/world.js';
import { PassesUnderTest } from './passes.js';

let under: PassesUnderTest;
afterEach(() => under.stop());

/** With policy `test` a review is due 5 seconds after the sending; sent 4.5 seconds ago, so little is left of them. */
const almostDue = {
  policyVersion: 'test',
  now: ({ type }: Command) => Date.now() - (type === 'SignAndSend' ? 4_500 : 0),
};

async function inReview(): Promise<Case> {
  const request = new Case(under.world);
  await request.upToReview();
  await under.seen(request.requestId, 4);
  return request;
}

describe('a pass of reconcile', () => {
  it('gives a case whose workflow was lost another one, which passes the deadline that nobody passed', async () => {
    under = await PassesUnderTest.started(almostDue);
    const request = await inReview();
    await under.world.handle(request.requestId).terminate('lost');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await under.world.types(request.requestId)).not.toContain('ReviewEscalated');

    expect(await under.passes.run('every')).toMatchObject({ cases: { signalled: 1, failed: 0 } });
    await eventually(async () => (await under.world.types(request.requestId)).includes('ReviewEscalated'));
  }, 30_000);

  it('brings in an append whose workflow task died', async () => {
    under = await PassesUnderTest.started();
    const request = await inReview();
    await createExecute({ log: under.world.log, facts: under.world.facts })(request.approve);
    await under.seen(request.requestId, 6);

    await under.passes.run('changed');
    await under.world.handle(request.requestId).result();
    expect((await under.world.types(request.requestId)).slice(5)).toEqual([
      'ApplicantApproved',
      'AccountCreationStarted',
      'AccountCreated',
      'BindingRequestClosed',
    ]);
    await under.seen(request.requestId, 8);
    expect(await under.passes.run('every')).toMatchObject({ cases: { signalled: 0 } });
  }, 30_000);

  it('brings a workflow that an operator has reset up to its stream', async () => {
    under = await PassesUnderTest.started();
    const request = await inReview();
    const { world } = under;
    const { workflowId, runId } = await world.handle(request.requestId).describe();
    await world.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId, runId },
      reason: 'test',
      requestId: randomUUID(),
      workflowTaskFinishEventId: 4 as never,
    });
    await under.passes.run('every');
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).slice(4, 6)).toEqual(['SignedConsentSent', 'ApplicantApproved']);
  }, 30_000);

  it('lets go of the account of a case that is closed, where the run was lost before it could', async () => {
    let isAway = true;
    under = await PassesUnderTest.started({
      around: (activities) => ({
        ...activities,
        disableAccount: (order) => (isAway ? Promise.reject(new Error('away')) : activities.disableAccount(order)),
      }),
    });
    const { world } = under;
    under.world.provider.failures = 1_000;
    const request = await inReview();
    await world.gateway.signalDecision(request.approve);
    await eventually(async () => (await world.types(request.requestId)).includes('AccountCreationStarted'));
    await world.gateway.send(request.own(erase()));
    await world.handle(request.requestId).terminate('lost');
    const erased = (await world.types(request.requestId)).length - 1;
    await under.seen(request.requestId, erased);
    isAway = false;

    expect(await under.passes.run('every')).toMatchObject({ cases: { signalled: 1 } });
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).at(-1)).toBe('AccountReleased');
    expect(world.provider.disabled.size).toBe(1);
    await under.seen(request.requestId, erased + 1);
    expect(await under.passes.run('every')).toMatchObject({ cases: { signalled: 0 } });
  }, 30_000);

  it('does nothing to a workflow that has its stream, once, twice, or two passes at a time', async () => {
    under = await PassesUnderTest.started();
    const request = await inReview();
    const asked = (await under.world.history(request.requestId)).filter(isMarker).length;
    await under.passes.run('every');
    await Promise.all([under.passes.run('every'), under.passes.run('changed')]);
    await eventually(async () => (await under.world.history(request.requestId)).filter(isSignal).length === 3);
    await under.world.gateway.send(request.own(request.confirm, 'again'));
    expect(await under.world.types(request.requestId)).toHaveLength(5);
    const now = (await under.world.history(request.requestId)).filter(isMarker).length;
    expect(now - asked).toBe(1);
  }, 30_000);

  it('starts a workflow for a stream whose workflow never was', async () => {
    under = await PassesUnderTest.started();
    const request = new Case(under.world);
    const elsewhere = createExecute({ log: under.world.log, facts: under.world.facts });
    await elsewhere(request.open);
    await under.seen(request.requestId, 0);
    await under.passes.run('changed');
    const { workflowId, status } = await under.world.handle(request.requestId).describe();
    expect([workflowId, status.name]).toEqual([bindingStream(request.requestId), 'RUNNING']);
  }, 30_000);
});

describe('a decision that is kept', () => {
  it('and whose signal was lost is sent again, carried out once, and then forgotten', async () => {
    under = await PassesUnderTest.started();
    const request = await inReview();
    await under.keeps(request.approve);

    expect((await under.passes.run('changed')).decisions).toMatchObject({ sentAgain: 1, settled: 0 });
    await under.world.handle(request.requestId).result();
    await under.seen(request.requestId, 8);
    expect((await under.world.types(request.requestId)).filter((type) => type === 'ApplicantApproved')).toHaveLength(1);
    await eventually(async () => (await under.passes.run('changed')).decisions.settled === 1);
    expect(await under.isKept(request.approve)).toBe(false);
  }, 30_000);

  it('is left alone while its answer may still be on its way', async () => {
    under = await PassesUnderTest.started();
    const request = await inReview();
    await under.keeps(request.approve, 3);
    expect((await under.passes.run('changed')).decisions).toMatchObject({ sentAgain: 0, settled: 0 });
    expect(await under.isKept(request.approve)).toBe(true);
  }, 30_000);

  it('and cannot be carried out is sent again less and less often, not with every pass', async () => {
    under = await PassesUnderTest.started({
      // As by a workflow that cannot go on.
      around: (activities) => ({
        ...activities,
        execute: (command, at) =>
          command.type === 'Approve' ? Promise.reject(new Error('cannot go on')) : activities.execute(command, at),
      }),
    });
    const request = await inReview();
    await under.keeps(request.approve);
    const sent = [];
    for (let pass = 0; pass < 3; pass++) sent.push((await under.passes.run('changed')).decisions.sentAgain);
    expect(sent).toEqual([1, 0, 0]);
    // Once sent again, it waits for 20 seconds; the first time it was 10.
    for (const [secondsAgo, times] of [
      [15, 0],
      [21, 1],
    ]) {
      const sql = `update command_requests set sent_at = now() - $2 * interval '1 second' where command_id = $1`;
      await under.db.query(sql, [request.approve.commandId, secondsAgo]);
      expect((await under.passes.run('changed')).decisions.sentAgain).toBe(times);
    }
  }, 30_000);

  it('and is about a case, or an applicant, that is not there is refused', async () => {
    under = await PassesUnderTest.started();
    const [gone, there] = [new Case(under.world), await inReview()];
    const about = there.own(approve({ applicantId: 'nobody' }), 'nobody');
    await under.keeps(gone.approve);
    await under.keeps(about);
    expect((await under.passes.run('changed')).decisions).toMatchObject({ sentAgain: 0, dropped: 2 });
    expect([await under.refusalOf(gone.approve), await under.refusalOf(about)]).toEqual(['not-found', 'not-found']);
    expect(await under.isKept(about)).toBe(false);
  }, 30_000);

  it('and belongs to an erased pupil is dropped', async () => {
    under = await PassesUnderTest.started();
    const request = await inReview();
    await under.keeps(request.approve);
    await under.erasePupil();
    expect((await under.passes.run('changed')).decisions).toMatchObject({ sentAgain: 0, dropped: 1 });
    expect(await under.isKept(request.approve)).toBe(false);
  }, 30_000);
});

function isMarker(event: string): boolean {
  return event === 'markerRecordedEventAttributes';
}

function isSignal(event: string): boolean {
  return event === 'workflowExecutionSignaledEventAttributes';
}
