import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signAndSend } from '../domain/builders.js';
import { Case } from './case.js';
import { World } from './world.js';

let world: World;
let underWay = 0;
let mostUnderWay = 0;
beforeAll(async () => {
  world = await World.started({
    around: (activities) => ({
      ...activities,
      async execute(command, known) {
        mostUnderWay = Math.max(mostUnderWay, ++underWay);
        try {
          // Long enough for the commands behind it to arrive in one task.
          await pause(30);
          return await activities.execute(command, known);
        } finally {
          underWay -= 1;
        }
      },
    }),
  });
}, 60_000);
afterAll(() => world.stop());

describe('the same command again', () => {
  it('is answered the same while the case is open, however often it comes at once', async () => {
    const request = new Case(world);
    await world.gateway.send(request.open);
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.gateway.send(request.confirm)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ status: 'accepted', revision: 1, changed: true })]),
    );
    await world.gateway.send(request.consent);
    expect(await world.gateway.send(request.confirm)).toEqual(answers[0]);
    expect(await world.types(request.requestId)).toHaveLength(3);
  });

  it('and any other waits for its turn: one is decided after the other', async () => {
    const request = new Case(world);
    await world.gateway.send(request.open);
    mostUnderWay = 0;
    await Promise.all(
      [request.confirm, request.consent, request.fill, request.sign].map((one) => world.gateway.send(one)),
    );
    expect(mostUnderWay).toBe(1);
  });

  it('is answered the same from a case that is closed', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    const stored = await world.types(request.requestId);

    expect(await world.gateway.send(request.open)).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(await world.gateway.send(request.sign)).toEqual({ status: 'accepted', revision: 4, changed: true });
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect(await world.types(request.requestId)).toEqual(stored);
    expect(world.provider.accounts.size).toBe(1);
  });

  it('is answered the same after the history was cut by continue-as-new, and the case goes on from there', async () => {
    const request = new Case(world);
    await request.upToReview();
    await request.continueAsNew();

    expect(await world.gateway.send(request.open)).toEqual({ status: 'accepted', revision: 0, changed: true });
    expect(await world.gateway.send(request.sign)).toEqual({ status: 'accepted', revision: 4, changed: true });
    expect(await world.types(request.requestId)).toHaveLength(5);
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).at(-1)).toBe('BindingRequestClosed');
    // The state came with the run: no activity had to bring it.
    expect(await world.transcript(request.requestId)).not.toContain('loaded');
  });

  it('does not open twice, whoever asks', async () => {
    const request = new Case(world);
    await world.gateway.send(request.open);
    expect(await world.gateway.send(request.own(request.open, 'another click'))).toEqual({
      status: 'accepted',
      revision: 0,
      changed: false,
    });
  });
});

describe('a command that finds no request', () => {
  it('is refused, and the run it started ends', async () => {
    const request = new Case(world);
    expect(await world.gateway.send(request.confirm)).toEqual({ status: 'refused', code: 'wrong-stage', revision: -1 });
    await world.handle(request.requestId).result();
    expect(await world.types(request.requestId)).toEqual([]);
  });

  it('leaves nothing behind when it was a decision', async () => {
    const request = new Case(world);
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect(await world.types(request.requestId)).toEqual([]);
  });

  it('leaves no run waiting when nobody could read it', async () => {
    const request = new Case(world);
    const misdirected = { ...request.own(signAndSend()), requestId: request.requestId, data: 'nothing' };
    await expect(world.gateway.send(misdirected as never)).rejects.toThrow('Workflow Update failed');
    await world.handle(request.requestId).result();
    expect(await world.types(request.requestId)).toEqual([]);
  }, 20_000);
});

describe('a decision that cannot be read', () => {
  it('is left aside, and the case goes on', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.handle(request.requestId).signal('approve', { nonsense: true });
    await world.handle(request.requestId).signal('reject');
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    expect((await world.types(request.requestId)).at(-1)).toBe('BindingRequestClosed');
  });
});
