import { describe, it } from '@jest/globals';
import type { AccountOutcome } from '../../domain/binding/commands.js';
import { accountIdOf } from '../../domain/binding/identifiers.js';
import {
  accountCreated,
  accountCreationFailed,
  accountCreationStarted,
  accountLinked,
  applicantApproved,
  applicantEmailTaken,
  applicantExpired,
  applicantRejected,
  bindingRequestClosed,
  bothSent,
  EMAIL_TAKEN,
  FATHER,
  MOTHER,
  passDeadline,
  recordAccount,
  REQUEST,
  reviewEscalated,
  sent,
} from './builders.js';
import { given } from './given-when-then.js';

const creating = [...sent, applicantApproved(), accountCreationStarted()] as const;
const fatherCreating = [...bothSent, applicantApproved(), accountCreationStarted()] as const;
const ended = (outcome: AccountOutcome) => recordAccount({ outcome });

describe('creating the account 建立單一身分驗證帳號', () => {
  it('completes the request with the last applicant', () =>
    given(...creating)
      .when(recordAccount())
      .then(accountCreated(), bindingRequestClosed()));

  it('links a person who has an account already', () =>
    given(...creating)
      .when(ended({ kind: 'linked', accountId: 'account-of-before' }))
      .then(accountLinked(), bindingRequestClosed({ results: [{ applicantId: FATHER, state: 'account-linked' }] })));

  it('leaves the request open for the other applicant', () =>
    given(...fatherCreating)
      .when(recordAccount())
      .then(accountCreated()));

  it.each([
    ['rejected', applicantRejected({ applicantId: MOTHER })],
    ['expired', applicantExpired({ applicantId: MOTHER })],
  ] as const)('completes the request although the other was %s', (state, event) =>
    given(...fatherCreating, event)
      .when(recordAccount())
      .then(
        accountCreated(),
        bindingRequestClosed({
          results: [
            { applicantId: FATHER, state: 'account-created' },
            { applicantId: MOTHER, state },
          ],
        }),
      ),
  );

  it('waits ten working days for another address where this one is taken, then expires', () => {
    given(...creating)
      .when(ended({ kind: 'email-taken' }))
      .then(applicantEmailTaken());
    given(...creating, applicantEmailTaken())
      .at(EMAIL_TAKEN)
      .when(passDeadline({ kind: 'email-taken', dueAt: EMAIL_TAKEN }))
      .then(
        applicantExpired({ kind: 'email-taken' }),
        bindingRequestClosed({ outcome: 'expired', results: [{ applicantId: FATHER, state: 'expired' }] }),
      );
  });

  it('tells a taken address from a review that is due at the same moment', () =>
    given(...fatherCreating, applicantEmailTaken(), reviewEscalated({ applicantIds: [MOTHER] }))
      .at(EMAIL_TAKEN)
      .when(passDeadline({ kind: 'email-taken', dueAt: EMAIL_TAKEN }))
      .then(applicantExpired({ kind: 'email-taken' })));

  it('shows a failure and keeps the request open for its cure', () =>
    given(...creating)
      .when(ended({ kind: 'failed', reason: 'provider-unreachable' }))
      .then(accountCreationFailed()));

  it('listens to nothing but the attempt under way', () => {
    given(...creating)
      .when(recordAccount({ attempt: 2 }))
      .nothing();
    given(...creating)
      .when(recordAccount({ accountId: accountIdOf(REQUEST, MOTHER) }))
      .nothing();
    given(...creating)
      .when(recordAccount({ applicantId: MOTHER }))
      .nothing();
    given(...sent)
      .when(recordAccount())
      .nothing();
    given(...creating, accountCreationFailed())
      .when(recordAccount())
      .nothing();
    given(...creating, accountCreated(), bindingRequestClosed())
      .when(ended({ kind: 'failed', reason: 'late' }))
      .nothing();
  });
});
