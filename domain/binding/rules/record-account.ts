import { applicantOf } from '../applicants.js';
import { policyFor } from '../time/clocks.js';
import { closedIfSettled } from '../close.js';
import type { AccountOutcome, CommandOf } from '../commands.js';
import type { BindingEvent } from '../events.js';
import type { Facts } from '../facts.js';
import { happened, NOTHING_TO_DO, rule, type RuleOutcome } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';

/** Guide, step 2.5: 帳號已建立. Only the outcome of the current attempt counts. */
export const recordAccount = rule('RecordAccount', { refuses: [] }, (request, command, facts) => {
  const applicant = applicantOf(request, command.data.applicantId);
  if (!isOfThisAttempt(applicant, command)) return NOTHING_TO_DO;
  if (applicant.status === 'account-creating') return happened(...outcome(request, command, facts));
  return applicant.status === 'withdrawn' && applicant.lateAccountId === undefined ? tooLate(command) : NOTHING_TO_DO;
});

/** The applicant was put out while the account was made: it is told all the same, and the account is disabled. */
function tooLate({ data: { applicantId, outcome: result } }: CommandOf<'RecordAccount'>): RuleOutcome<never> {
  switch (result.kind) {
    case 'created':
      return happened({ type: 'AccountCreated', data: { applicantId, accountId: result.accountId } });
    case 'linked':
      return happened({ type: 'AccountLinked', data: { applicantId, accountId: result.accountId } });
    default:
      return NOTHING_TO_DO;
  }
}

function isOfThisAttempt(
  applicant: ApplicantState | undefined,
  { data }: CommandOf<'RecordAccount'>,
): applicant is ApplicantState {
  return applicant?.account?.accountId === data.accountId && applicant.account.attempt === data.attempt;
}

function outcome(request: BindingRequest, command: CommandOf<'RecordAccount'>, facts: Facts): readonly BindingEvent[] {
  const { applicantId } = command.data;
  const result: AccountOutcome = command.data.outcome;
  switch (result.kind) {
    case 'created':
      return [
        { type: 'AccountCreated', data: { applicantId, accountId: result.accountId } },
        ...closedIfSettled(request, { [applicantId]: 'account-created' }),
      ];
    case 'linked':
      return [
        { type: 'AccountLinked', data: { applicantId, accountId: result.accountId } },
        ...closedIfSettled(request, { [applicantId]: 'account-linked' }),
      ];
    case 'email-taken':
      return [
        {
          type: 'ApplicantEmailTaken',
          data: { applicantId, dueAt: policyFor(request, facts).emailTaken(facts.now) },
        },
      ];
    case 'failed':
      return [{ type: 'AccountCreationFailed', data: { applicantId, reason: result.reason } }];
  }
}
