import { afterEach, describe, expect, it } from '@jest/globals';
import type { Command } from '../../domain/binding/commands.js';
import { Case } from './case.js';
import { World, eventually } from './world.js';

let world: World;
afterEach(() => world.stop());

/** With policy `test` a day is a second; a command decided this long ago leaves so much less to wait for. */
const earlier = (type: Command['type'], milliseconds: number) => (command: Command) =>
  Date.now() - (command.type === type ? milliseconds : 0);

async function escalations(requestId: string) {
  return (await world.events(requestId)).filter(({ type }) => type === 'ReviewEscalated');
}

describe('a deadline', () => {
  it('moves a review that nobody takes from the class teacher to the registrar, and on to the director', async () => {
    world = await World.started({ policyVersion: 'test', now: earlier('SignAndSend', 4000) });
    const request = new Case(world);
    await request.upToReview();
    await eventually(async () => (await escalations(request.requestId)).length === 2);
    const escalated = await escalations(request.requestId);
    expect(escalated.map(({ type, data }) => [type, data['from'], data['holder']])).toEqual([
      ['ReviewEscalated', 'class-teacher', 'registrar'],
      ['ReviewEscalated', 'registrar', 'director'],
    ]);
    for (const { metadata } of escalated) expect(metadata['actor']).toEqual({ id: 'system', role: 'system' });
  }, 30_000);

  it('reminds the holder of a review each day until then', async () => {
    world = await World.started({ policyVersion: 'test' });
    const request = new Case(world);
    await request.upToReview();
    await eventually(
      async () => (await world.types(request.requestId)).filter((type) => type === 'ReviewReminderDue').length === 3,
    );
    const reminders = (await world.events(request.requestId)).filter(({ type }) => type === 'ReviewReminderDue');
    expect(reminders.slice(0, 3).map(({ data }) => [data['nth'], data['holder']])).toEqual([
      [1, 'class-teacher'],
      [2, 'class-teacher'],
      [3, 'class-teacher'],
    ]);
  }, 30_000);

  it('closes a request that the parent does not finish', async () => {
    world = await World.started({ policyVersion: 'test', now: earlier('Open', 28_000) });
    const request = new Case(world);
    await world.gateway.send(request.open);
    await world.handle(request.requestId).result();
    const events = await world.events(request.requestId);
    expect(events.at(-1)?.data).toEqual({ outcome: 'expired', results: [] });
  }, 30_000);

  it('counts from the last step of the parent, though the timer was set for the step before', async () => {
    world = await World.started({ policyVersion: 'test', now: earlier('Open', 28_000) });
    const request = new Case(world);
    await world.gateway.send(request.open);
    await world.gateway.send(request.confirm);
    await eventually(async () => (await world.history(request.requestId)).includes('timerFiredEventAttributes'));
    const types = (await world.types(request.requestId)).filter((type) => type !== 'RequestReminderDue');
    expect(types).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
    expect((await world.handle(request.requestId).describe()).status.name).toBe('RUNNING');
  }, 30_000);

  it('is decided by what the log saw first, the click or the timer', async () => {
    world = await World.started({ policyVersion: 'test', now: earlier('SignAndSend', 4500) });
    const requests = Array.from({ length: 6 }, () => new Case(world));
    await Promise.all(
      requests.map(async (request, i) => {
        await request.upToReview();
        await new Promise((resolve) => setTimeout(resolve, 150 * i));
        await world.gateway.signalDecision(request.approve);
        await eventually(async () =>
          (await world.types(request.requestId)).some((type) => /Approved|DecisionRefused/.test(type)),
        );
      }),
    );
    for (const { requestId } of requests) {
      const types = (await world.types(requestId)).slice(5).filter((type) => type !== 'ReviewReminderDue');
      if (types[0] === 'ApplicantApproved') expect(types).not.toContain('ReviewEscalated');
      else expect(types.slice(0, 2)).toEqual(['ReviewEscalated', 'ReviewDecisionRefused']);
    }
  }, 30_000);
});
