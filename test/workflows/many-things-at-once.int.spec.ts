import { afterEach, describe, expect, it } from '@jest/globals';
import { FATHER, fillApplication, MOTHER, reject } from '../domain/builders.js';
import { accountIdOf } from '../../domain/binding/identifiers.js';
import { Case } from './case.js';
import { HangingAccounts, leftInBetween } from './hanging-accounts.js';
import { World } from './world.js';

let world: World;
afterEach(() => world.stop());

/** More by e.g. `STRESS_COMMANDS=2000`. */
const COMMANDS = Number(process.env['STRESS_COMMANDS'] ?? 150);

describe('two applicants decided at once', () => {
  it('are two decisions, whichever comes first', async () => {
    world = await World.started();
    const requests = Array.from({ length: 4 }, () => new Case(world));
    await Promise.all(
      requests.map(async (request, i) => {
        await request.upToReview(request.fillForTwo);
        const rejectMother = request.own(reject({ applicantId: MOTHER }), 'mother');
        const decisions = i % 2 === 0 ? [request.approve, rejectMother] : [rejectMother, request.approve];
        await Promise.all(decisions.map((decision) => world.gateway.signalDecision(decision)));
        await world.handle(request.requestId).result();
      }),
    );
    for (const { requestId } of requests) {
      expect((await world.events(requestId)).at(-1)?.data).toEqual({
        outcome: 'completed',
        results: [
          { applicantId: FATHER, state: 'account-created' },
          { applicantId: MOTHER, state: 'rejected' },
        ],
      });
    }
  }, 30_000);
});

describe('a student who leaves while an account is being created', () => {
  it('is put out at once, and nobody signs in with what the provider makes of it later', async () => {
    const hanging = new HangingAccounts();
    world = await World.started({ known: leftInBetween, around: (activities) => hanging.around(activities) });
    const request = new Case(world);
    await hanging.leaveMeanwhile(world, request);
    const events = await world.events(request.requestId);
    // The release of the account may follow at once.
    const types = events.map(({ type }) => type);
    expect(types.slice(types.indexOf('AccountCreationStarted')).slice(0, 3)).toEqual([
      'AccountCreationStarted',
      'ApplicantWithdrawn',
      'BindingRequestClosed',
    ]);
    const withdrawn = events.find(({ type }) => type === 'ApplicantWithdrawn');
    expect(withdrawn?.data).toEqual({ applicantId: FATHER, ground: 'student-left' });
    expect(world.provider.disabled).toEqual(new Set([accountIdOf(request.requestId, FATHER)]));
    expect(world.provider.calls).toBe(1);
    expect(world.provider.accounts.size).toBe(0);
  }, 30_000);
});

describe(`${COMMANDS} commands on one case`, () => {
  it('are each carried out once and in turn, across new runs', async () => {
    world = await World.started();
    const request = new Case(world);
    for (const command of [request.open, request.confirm, request.consent]) await world.gateway.send(command);
    const { runId } = await world.handle(request.requestId).describe();
    const commands = Array.from({ length: COMMANDS }, (_, i) => request.own(fillApplication(), String(i)));
    const half = Math.floor(COMMANDS / 2);
    for (const command of commands.slice(0, half)) await world.gateway.send(command);
    await request.continueAsNew();
    for (const [i, command] of commands.entries()) {
      expect(await world.gateway.send(command)).toEqual({ status: 'accepted', revision: 3 + i, changed: true });
    }
    expect((await world.handle(request.requestId).describe()).runId).not.toBe(runId);
    expect(await world.types(request.requestId)).toHaveLength(3 + COMMANDS);
  }, 600_000);
});
