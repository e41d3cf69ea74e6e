import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../eventstore/chain/envelope.js';
import { bindingStream } from '../../workflows/names.js';
import { FATHER, MOTHER, signAndSend } from '../domain/builders.js';
import { Case } from './case.js';
import { World, eventually } from './world.js';

let world: World;
beforeAll(async () => {
  world = await World.started();
}, 60_000);
afterAll(() => world.stop());

const PLAIN = [
  'BindingRequestOpened',
  'StudentInfoConfirmed',
  'ConsentGiven',
  'ApplicationFilled',
  'SignedConsentSent',
  'ApplicantApproved',
  'AccountCreationStarted',
  'AccountCreated',
  'BindingRequestClosed',
];

describe('a plain binding', () => {
  it('goes from the first click to the created account, and its workflow ends', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();

    expect(await world.types(request.requestId)).toEqual(PLAIN);
    const stream = bindingStream(request.requestId);
    expect(verifyChain(stream, await world.events(request.requestId))).toMatchObject({
      ok: true,
      events: PLAIN.length,
    });
    expect((await world.handle(request.requestId).describe()).status.name).toBe('COMPLETED');
  });

  it('says of each event who caused it, by which command, and on what grounds', async () => {
    const request = new Case(world);
    await request.upToReview();
    const metadata = (await world.events(request.requestId)).map((event) => event.metadata);
    expect(metadata[0]).toMatchObject({
      commandId: request.open.commandId,
      $correlationId: request.requestId,
      $causationId: request.open.commandId,
      actor: request.open.actor,
      channel: 'online',
      schemaVersion: 1,
      facts: { calendarVersion: 'mon-fri-1', textVersion: '2020-08-20-r1', rosterVersion: 7 },
    });
  });

  it('keeps its history at 46 events: one marker for each step and a timer that is neither renewed nor cancelled', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
    const history = await world.history(request.requestId);
    expect(history.filter((name) => name.startsWith('marker'))).toHaveLength(7);
    expect(history.filter((name) => name.startsWith('timer'))).toEqual([
      'timerStartedEventAttributes',
      'timerStartedEventAttributes',
    ]);
    expect(history).toHaveLength(46);
  });

  it('lets the account have the e-mail and the last six of the ID number, and Temporal neither', async () => {
    const request = new Case(world);
    world.provider.failures = 1;
    await request.upToReview();
    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();

    const accountId = (await world.events(request.requestId)).find(({ type }) => type === 'AccountCreated')?.data[
      'accountId'
    ];
    expect(world.provider.accounts.get(String(accountId))).toMatchObject({
      email: 'sealed-email-father@example.org',
      firstPassword: '111113',
    });
    const transcript = await world.transcript(request.requestId);
    // It reads what the payloads say, and of the personal data only the sealed form is there.
    expect(transcript).toContain('sealed-email-father');
    expect(transcript).not.toContain('A111111113');
    expect(transcript).not.toContain('"111113"');
    expect(transcript).not.toContain('@example.org');
  });
});

describe('a binding for two parents', () => {
  it('settles one without waiting for the other', async () => {
    const request = new Case(world);
    await request.upToReview(request.fillForTwo);
    await world.gateway.signalDecision(request.approve);
    await eventually(async () => (await world.types(request.requestId)).includes('AccountCreated'));
    expect((await world.handle(request.requestId).describe()).status.name).toBe('RUNNING');

    await world.gateway.signalDecision(
      request.own({ ...request.reject, data: { ...request.reject.data, applicantId: MOTHER } }, 'mother'),
    );
    await world.handle(request.requestId).result();
    const last = (await world.events(request.requestId)).at(-1);
    expect(last?.data).toEqual({
      outcome: 'completed',
      results: [
        { applicantId: FATHER, state: 'account-created' },
        { applicantId: MOTHER, state: 'rejected' },
      ],
    });
  });

  it('creates both accounts when both are approved at once', async () => {
    const request = new Case(world);
    await request.upToReview(request.fillForTwo);
    await Promise.all(
      [request.approve, request.approveMother].map((decision) => world.gateway.signalDecision(decision)),
    );
    await world.handle(request.requestId).result();
    const types = await world.types(request.requestId);
    expect(types.filter((type) => type === 'AccountCreated')).toHaveLength(2);
    expect(types.filter((type) => type === 'BindingRequestClosed')).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('of a decision leaves one ReviewDecisionRefused and nothing else', async () => {
    const request = new Case(world);
    await request.upToReview();
    const before = await world.types(request.requestId);
    await world.gateway.signalDecision(
      request.own({ ...request.approve, data: { ...request.approve.data, dossierRevision: 3 } }, 'stale'),
    );
    await eventually(async () => (await world.types(request.requestId)).length > before.length);
    expect(await world.types(request.requestId)).toEqual([...before, 'ReviewDecisionRefused']);
    expect((await world.events(request.requestId)).at(-1)?.data['code']).toBe('dossier-changed');

    await world.gateway.signalDecision(request.approve);
    await world.handle(request.requestId).result();
  });

  it('of a parent changes nothing and names its code', async () => {
    const request = new Case(world);
    await world.gateway.send(request.open);
    expect(await world.gateway.send(request.own(signAndSend()))).toEqual({
      status: 'refused',
      code: 'wrong-stage',
      revision: 0,
    });
    expect(await world.types(request.requestId)).toEqual(['BindingRequestOpened']);
  });
});
