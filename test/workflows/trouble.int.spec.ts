import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createExecute } from '../../activities/binding/execute-command.js';
import { EngineUnavailable, OutcomeUnknown } from '../../src/adapters/temporal/binding-gateway.js';
import { TemporalBindingGateway } from '../../src/adapters/temporal/temporal-binding-gateway.js';
import type { BindingActivities } from '../../workflows/binding/activity-contract.js';
import { freePort } from '../../src/processes/free-port.js';
import * as plain from '../domain/builders.js';
import { Case } from './case.js';
import { World, eventually } from './world.js';

let world: World;
afterEach(() => world.stop());

describe('a command under way', () => {
  it('is carried out though the log is away for longer than a local activity may try', async () => {
    let failures = 6;
    const around = (activities: BindingActivities): BindingActivities => ({
      ...activities,
      execute: (command, known) =>
        command.type === 'ConfirmStudentInfo' && failures-- > 0
          ? Promise.reject(new Error('no log'))
          : activities.execute(command, known),
    });
    world = await World.started({ around });
    const request = new Case(world);
    await world.gateway.send(request.open);
    expect(await world.gateway.send(request.confirm)).toEqual({ status: 'accepted', revision: 1, changed: true });
    expect(await world.history(request.requestId)).toContain('activityTaskScheduledEventAttributes');
    await world.gateway.send(request.consent);
    expect(await world.types(request.requestId)).toHaveLength(3);
  });

  it('is carried out once though its attempts hang past their time-outs, and end after all', async () => {
    let hanging = 2;
    let ended = 0;
    const around = (activities: BindingActivities): BindingActivities => ({
      ...activities,
      execute: async (command, known) => {
        const hangs = command.type === 'ConfirmStudentInfo' && hanging-- > 0;
        if (hangs) await pause(4500);
        const executed = await activities.execute(command, known);
        if (hangs) ended += 1;
        return executed;
      },
    });
    world = await World.started({ around });
    const request = new Case(world);
    await world.gateway.send(request.open);
    const first = world.gateway.send(request.confirm).catch((error: unknown) => error);
    await eventually(() => Promise.resolve(ended === 2));
    await first;
    expect(await world.gateway.send(request.confirm)).toEqual({ status: 'accepted', revision: 1, changed: true });
    expect(await world.history(request.requestId)).toContain('activityTaskScheduledEventAttributes');
    expect(await world.types(request.requestId)).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
  }, 30_000);

  it('is decided again when another writer was there first', async () => {
    world = await World.started();
    const request = new Case(world);
    await world.gateway.send(request.open);
    const elsewhere = createExecute({ log: world.log, facts: world.facts });
    await elsewhere(request.confirm);

    expect(await world.gateway.send(request.consent)).toEqual({ status: 'accepted', revision: 2, changed: true });
    expect(await world.gateway.send(request.confirm)).toEqual({ status: 'accepted', revision: 1, changed: true });
    expect(await world.types(request.requestId)).toEqual([
      'BindingRequestOpened',
      'StudentInfoConfirmed',
      'ConsentGiven',
    ]);
  });

  it('is answered once it was stored, though the answer was lost', async () => {
    let losses = 2;
    const around = (activities: BindingActivities): BindingActivities => ({
      ...activities,
      execute: async (command, known) => {
        const executed = await activities.execute(command, known);
        if (losses-- > 0) throw new Error('the answer was lost');
        return executed;
      },
    });
    world = await World.started({ around });
    const request = new Case(world);
    await request.upToReview();
    expect(await world.types(request.requestId)).toHaveLength(5);
  });
});

describe('a command that the edge should not have let through', () => {
  it('fails for its sender, at once and for good, and the case goes on', async () => {
    let attempts = 0;
    const around = (activities: BindingActivities): BindingActivities => ({
      ...activities,
      execute: (command, known) => {
        attempts += command.type === 'AnswerConsent' ? 1 : 0;
        return activities.execute(command, known);
      },
    });
    world = await World.started({ around });
    const request = new Case(world);
    await world.gateway.send(request.open);
    await world.gateway.send(request.confirm);
    const misshapen = request.own(plain.answerConsent({ method: null as never }), 'null');
    await expect(world.gateway.send(misshapen)).rejects.toThrow('Workflow Update failed');
    expect(attempts).toBe(1);
    expect(await world.gateway.send(request.consent)).toEqual({ status: 'accepted', revision: 2, changed: true });
  });

  it('does not end the case when it is a decision, for which nobody waits', async () => {
    world = await World.started();
    const request = new Case(world);
    await request.upToReview();
    const { runId } = await world.handle(request.requestId).describe();
    const misshapen = request.own(plain.approve({ formChecked: 'yes' as never }), 'misshapen');
    await world.gateway.signalDecision(misshapen);
    await world.gateway.signalDecision(request.approve);
    await eventually(async () => (await world.types(request.requestId)).at(-1) === 'BindingRequestClosed');
    expect((await world.handle(request.requestId).describe()).runId).toBe(runId);
    expect((await world.types(request.requestId)).filter((type) => type === 'ApplicantApproved')).toHaveLength(1);
  });
});

describe('a workflow that was lost', () => {
  it('is begun anew by the next command, which meets the stream', async () => {
    world = await World.started();
    const request = new Case(world);
    await request.upToReview();
    await world.handle(request.requestId).terminate('lost');
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).at(-1)).toBe('BindingRequestClosed');
  });

  it('takes up an account creation when it is told to catch up', async () => {
    world = await World.started();
    const request = new Case(world);
    await request.upToReview();
    await world.handle(request.requestId).terminate('lost');
    await createExecute({ log: world.log, facts: world.facts })(request.approve);

    await world.client.workflow.signalWithStart('bindingRequest', {
      workflowId: world.handle(request.requestId).workflowId,
      taskQueue: world.taskQueue,
      signal: 'catchUp',
      signalArgs: [6, 'chain', 1],
      args: [],
    });
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).slice(-2)).toEqual(['AccountCreated', 'BindingRequestClosed']);
  });

  it('answers the same when its run is cancelled between two commands', async () => {
    world = await World.started();
    const request = new Case(world);
    await world.gateway.send(request.open);
    await world.handle(request.requestId).cancel();
    await world
      .handle(request.requestId)
      .result()
      .catch(() => undefined);
    expect(await world.gateway.send(request.open)).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(await world.gateway.send(request.confirm)).toEqual({ status: 'accepted', revision: 1, changed: true });
  });
});

describe('without a worker', () => {
  it('a decision is kept and carried out later; a command of a parent gives an unknown outcome, and is done once', async () => {
    world = await World.started();
    const request = new Case(world);
    await request.upToReview();
    const second = new Case(world);
    await world.gateway.send(second.open);
    await world.stopWorker();

    await world.gateway.signalDecision(request.approve);
    await expect(world.gateway.send(second.confirm)).rejects.toThrow(OutcomeUnknown);
    await world.startWorker();
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).at(-1)).toBe('BindingRequestClosed');
    expect(await world.gateway.send(second.confirm)).toEqual({ status: 'accepted', revision: 1, changed: true });
    await eventually(async () => (await world.types(second.requestId)).length === 2);
  }, 40_000);
});

describe('without Temporal', () => {
  it('a sender hears of it within two seconds', async () => {
    world = new World();
    const address = { temporalAddress: `127.0.0.1:${await freePort()}`, temporalNamespace: 'default' };
    const gateway = new TemporalBindingGateway(address);
    const request = new Case(world);
    const since = Date.now();
    await expect(gateway.send(request.open)).rejects.toThrow(EngineUnavailable);
    await expect(gateway.signalDecision(request.approve)).rejects.toThrow(EngineUnavailable);
    await expect(gateway.check()).rejects.toThrow(EngineUnavailable);
    expect(Date.now() - since).toBeLessThan(2000);
    await gateway.close();
  });

  it('and with it again, the health check says so', async () => {
    world = new World();
    await expect(world.gateway.check()).resolves.toBeUndefined();
  });
});
