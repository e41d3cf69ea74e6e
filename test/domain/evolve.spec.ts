import { describe, expect, it } from '@jest/globals';
import { evolve } from '../../domain/binding/evolve.js';
import type { BindingEvent, RecordedBindingEvent } from '../../domain/binding/events.js';
import {
  accountCreated,
  accountCreationFailed,
  accountCreationStarted,
  accountLinked,
  applicantApproved,
  applicantEmailTaken,
  applicantRejected,
  bindingRequestClosed,
  bothSent,
  confirmed,
  consented,
  consentRefused,
  EMAIL_TAKEN,
  FATHER,
  filled,
  NOW,
  opened,
  registrar,
  REVIEW,
  REVIEW_REMINDER,
  reviewDecisionRefused,
  reviewEscalated,
  SECOND_REVIEW,
  sent,
  TEXT,
  TEXT_SHA256,
} from './builders.js';
import { recorded, requestAfter, stateAfter } from './given-when-then.js';

describe('the request after its events', () => {
  it.each([
    ['student-info', [opened()]],
    ['consent', confirmed],
    ['application', consented],
    ['signature', filled],
    ['review', sent],
    ['review', [...sent, applicantApproved(), accountCreationStarted()]],
    ['closed', [...sent, applicantApproved(), accountCreationStarted(), accountCreated(), bindingRequestClosed()]],
    ['closed', [...confirmed, consentRefused(), bindingRequestClosed({ outcome: 'refused', results: [] })]],
  ] as const)('stands at %s', (stage, events) => expect(requestAfter(...events).stage).toBe(stage));

  it('remembers the consent that was given', () =>
    expect(requestAfter(...consented).consent).toEqual({
      textVersion: TEXT,
      textSha256: TEXT_SHA256,
      method: 'online',
      at: NOW,
    }));

  it('holds no sealed value', () =>
    expect(JSON.stringify(requestAfter(...bothSent, applicantRejected({ note: 'sealed-note' })))).not.toContain(
      'sealed',
    ));

  it('has nothing due once it is closed', () => {
    const { expiresAt, applicants } = requestAfter(
      ...filled,
      bindingRequestClosed({ outcome: 'expired', results: [{ applicantId: FATHER, state: 'expired' }] }),
    );
    expect(expiresAt).toBeUndefined();
    expect(applicants).toMatchObject([{ status: 'expired' }]);
    expect(applicants[0]).not.toHaveProperty('dueAt');
  });
});

const first = (...more: readonly BindingEvent[]) => requestAfter(...sent, ...more).applicants[0];

describe('an applicant after its events', () => {
  const approved = [applicantApproved(), accountCreationStarted()] as const;

  it('waits for the class teacher once sent', () =>
    expect(first()).toEqual({
      applicantId: FATHER,
      relation: 'father',
      personRef: 'person-father',
      emailRef: 'email-father',
      status: 'pending-review',
      dossierRevision: 4,
      sentAt: NOW,
      holder: 'class-teacher',
      period: { from: NOW, days: 5 },
      dueAt: REVIEW,
      reminder: { sent: 0, at: REVIEW_REMINDER },
    }));

  it('waits for the next holder, with the same dossier', () =>
    expect(first(reviewEscalated())).toMatchObject({ holder: 'registrar', dueAt: SECOND_REVIEW, dossierRevision: 4 }));

  it('waits for nobody once decided', () => {
    expect(first(applicantRejected())).not.toHaveProperty('holder');
    expect(first(applicantRejected())).not.toHaveProperty('dueAt');
    expect(first(applicantRejected())).toMatchObject({ status: 'rejected', reasonCode: 'form-mismatch' });
  });

  it('remembers the role that decided, for 註冊組代審', () => {
    const decision = recorded([applicantApproved()], { from: 5, actor: registrar });
    expect(decision.reduce(evolve, stateAfter(...sent))?.applicants[0]?.decidedBy).toBe('registrar');
    expect(first(...approved)?.decidedBy).toBe('class-teacher');
  });

  it('shows what became of the account', () => {
    expect(first(...approved)).toMatchObject({ status: 'account-creating', account: { attempt: 1 } });
    expect(first(...approved, accountCreated())).toMatchObject({ status: 'account-created' });
    expect(first(...approved, accountLinked())).toMatchObject({
      status: 'account-linked',
      account: { accountId: 'account-of-before', attempt: 1 },
    });
    expect(first(...approved, applicantEmailTaken())).toMatchObject({ status: 'email-taken', dueAt: EMAIL_TAKEN });
    expect(first(...approved, accountCreationFailed())).toMatchObject({
      status: 'account-failed',
      failure: 'provider-unreachable',
    });
    expect(first(...approved, accountCreationFailed())).not.toHaveProperty('dueAt');
  });
});

describe('the card 審核中', () => {
  it('begins with the first act of a reviewer, not with the clock or a decision that was refused', () => {
    expect(requestAfter(...sent, reviewEscalated()).reviewStarted).toBe(false);
    expect(requestAfter(...sent, reviewDecisionRefused()).reviewStarted).toBe(false);
    expect(requestAfter(...bothSent, applicantRejected()).reviewStarted).toBe(true);
    expect(requestAfter(...bothSent, applicantApproved()).reviewStarted).toBe(true);
  });
});

describe('what changes nothing in the case', () => {
  it('is an event that this release has no rule for', () => {
    const unknown = {
      type: 'SomethingOfALaterRelease',
      data: {},
      revision: 5,
      metadata: { commandId: 'of-tomorrow', at: NOW, actor: { id: 'system', role: 'system' } },
    } as unknown as RecordedBindingEvent;
    const before = requestAfter(...sent);
    expect(evolve(before, unknown)).toEqual(before);
    expect(evolve(null, unknown)).toBeNull();
  });

  it('is a refused decision', () => {
    expect(requestAfter(...sent, reviewDecisionRefused())).toEqual(requestAfter(...sent));
  });
});
