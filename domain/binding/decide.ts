/** The rules of a binding request, one file each. Pure: no clock, no random, no input or output. */
import type { Command, CommandOf, CommandType } from './commands.js';
import type { Facts } from './facts.js';
import { addEvidence, removeEvidence } from './rules/evidence.js';
import { amendApplicant } from './rules/amend-applicant.js';
import { answerConsent } from './rules/answer-consent.js';
import { correctStudentInfo, keepStudentInfo } from './rules/answer-dispute.js';
import { approve } from './rules/approve.js';
import { confirmStudentInfo } from './rules/confirm-student-info.js';
import { disputeStudentInfo } from './rules/dispute-student-info.js';
import { erase } from './rules/erase.js';
import { abandonAccount, retryAccount } from './rules/failed-account.js';
import { BOUND, isTooMuch } from './family-bound.js';
import { fillApplication } from './rules/fill-application.js';
import { open } from './rules/open.js';
import { passDeadline } from './rules/pass-deadline.js';
import { proveEmail } from './rules/prove-email.js';
import { recall } from './rules/recall.js';
import { recordAccount } from './rules/record-account.js';
import { releaseAccount } from './rules/release-account.js';
import { recordPaperForm } from './rules/record-paper-form.js';
import { reject } from './rules/reject.js';
import { requestCorrection } from './rules/request-correction.js';
import { rosterChanged } from './rules/roster-changed.js';
import { shiftDeadlines } from './rules/shift-deadlines.js';
import { signAndSend } from './rules/sign-and-send.js';
import { takeOver } from './rules/take-over.js';
import { withdraw } from './rules/withdraw.js';
import type { RefusalCode } from './refusals.js';
import { refuse, type RuleOutcome, type Rule } from './rule.js';
import type { BindingState } from './state.js';

/** The compiler refuses a command without a rule. */
const rules: { readonly [T in Exclude<CommandType, 'Open'>]: Rule<T> } & {
  readonly Open: Rule<'Open', BindingState>;
} = {
  Open: open,
  ConfirmStudentInfo: confirmStudentInfo,
  DisputeStudentInfo: disputeStudentInfo,
  CorrectStudentInfo: correctStudentInfo,
  KeepStudentInfo: keepStudentInfo,
  AnswerConsent: answerConsent,
  FillApplication: fillApplication,
  AmendApplicant: amendApplicant,
  ProveEmail: proveEmail,
  AddEvidence: addEvidence,
  RemoveEvidence: removeEvidence,
  SignAndSend: signAndSend,
  Recall: recall,
  Withdraw: withdraw,
  RecordPaperForm: recordPaperForm,
  Approve: approve,
  Reject: reject,
  RequestCorrection: requestCorrection,
  TakeOver: takeOver,
  RetryAccount: retryAccount,
  AbandonAccount: abandonAccount,
  RosterChanged: rosterChanged,
  ShiftDeadlines: shiftDeadlines,
  Erase: erase,
  PassDeadline: passDeadline,
  RecordAccount: recordAccount,
  ReleaseAccount: releaseAccount,
};

/** False for a command of another release. */
export function isKnownCommand(type: string): type is CommandType {
  return Object.hasOwn(rules, type);
}

/** Same state, command and facts: same outcome. The caller has checked that the stream does not hold the command yet. */
export function decide(state: BindingState, command: Command, facts: Facts): RuleOutcome {
  if (command.type === 'Open') return rules.Open.decide(state, command, facts);
  if (state === null) return refuse('wrong-stage');
  if (isTooMuch(state, command, facts)) return refuse('too-many-changes');
  const rule = rules[command.type] as Rule<CommandType>;
  return rule.decide(state, command as CommandOf<CommandType>, facts);
}

/**
 * The codes that the rule of this command may refuse with, in the order in which the rule looks at them. Beside them,
 * `decide` refuses every command but Open with `wrong-stage` where there is no request, and the activity refuses with
 * `revision-changed` where the sender set a condition.
 */
export function refusalsOf(type: CommandType): readonly RefusalCode[] {
  return BOUND.includes(type) ? [...rules[type].refuses, 'too-many-changes'] : rules[type].refuses;
}

export const COMMAND_TYPES = Object.keys(rules) as readonly CommandType[];
