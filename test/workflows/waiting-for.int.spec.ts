/** The query `waitingFor`: what a run does next, the accounts it works on, and the command it has in hand. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WaitingFor } from '../../workflows/binding/waiting-for.js';
import { WAITING_FOR } from '../../workflows/names.js';
import { FATHER } from '../domain/builders.js';
import { Case } from './case.js';
import { eventually, World } from './world.js';

const heldAccounts: (() => void)[] = [];
/** Commands of these requests are not carried out until they are taken out again. */
const heldRequests = new Set<string>();

let world: World;
beforeAll(async () => {
  world = await World.started({
    around: (activities) => ({
      ...activities,
      createAccount: async (order) => {
        await new Promise<void>((resolve) => heldAccounts.push(resolve));
        return activities.createAccount(order);
      },
      execute: (command, known) => {
        if (heldRequests.has(command.requestId)) return Promise.reject(new Error('held'));
        return activities.execute(command, known);
      },
    }),
  });
}, 60_000);
afterAll(() => world.stop());

function ask(request: Case): Promise<WaitingFor> {
  return world.handle(request.requestId).query<WaitingFor>(WAITING_FOR);
}

describe('a run that is asked what it waits for', () => {
  it('names its next deadline while people have to act', async () => {
    const request = new Case(world);
    await request.upToReview();
    expect(await ask(request)).toEqual({
      next: { what: 'review-reminder', when: expect.stringMatching(/^\d{4}-.*Z$/) },
      accounts: [],
      inHand: null,
    });
  });

  it('names the account that it is creating', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.gateway.signalDecision(request.approve);
    await eventually(() => Promise.resolve(heldAccounts.length > 0));
    expect(await ask(request)).toMatchObject({
      accounts: [{ do: 'create', applicantId: FATHER, attempt: 1 }],
      inHand: null,
    });
    for (const letGo of heldAccounts.splice(0)) letGo();
    await world.handle(request.requestId).result();
  });

  it('names the command that it cannot carry out, and since when', async () => {
    const request = new Case(world);
    await request.upToReview();
    heldRequests.add(request.requestId);
    await world.gateway.signalDecision(request.reject);
    await eventually(async () => (await ask(request)).inHand !== null, 30_000);
    expect(await ask(request)).toMatchObject({
      inHand: { type: 'Reject', since: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    heldRequests.delete(request.requestId);
    await world.handle(request.requestId).result();
    expect(await ask(request)).toEqual({ next: null, accounts: [], inHand: null });
  }, 60_000);
});
