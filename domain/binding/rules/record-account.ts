import { closedIfSettled } from '../close.js';
import type { AccountOutcome, CommandOf } from '../commands.js';
import type { BindingEvent } from '../events.js';
import type { Facts } from '../facts.js';
import { happened, NOTHING_TO_DO, policyFor, type Rule } from '../rule.js';
import type { BindingRequest } from '../state.js';

/** Guide, step 2.5: 帳號已建立. Only the attempt that is under way has something to say. */
export const recordAccount: Rule<'RecordAccount'> = (request, command, facts) => {
  return isUnderWay(request, command) ? happened(...outcome(request, command, facts)) : NOTHING_TO_DO;
};

function isUnderWay(request: BindingRequest, { data }: CommandOf<'RecordAccount'>): boolean {
  const applicant = request.applicants.find(({ applicantId }) => applicantId === data.applicantId);
  return (
    applicant?.status === 'account-creating' &&
    applicant.account?.accountId === data.accountId &&
    applicant.account.attempt === data.attempt
  );
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
