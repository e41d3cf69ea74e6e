/** The rules of a binding request, one file each. Pure: no clock, no random, no input or output. */
import type { Command, CommandOf, CommandType } from './commands.js';
import type { Facts } from './facts.js';
import { answerConsent } from './rules/answer-consent.js';
import { approve } from './rules/approve.js';
import { confirmStudentInfo } from './rules/confirm-student-info.js';
import { fillApplication } from './rules/fill-application.js';
import { open } from './rules/open.js';
import { passDeadline } from './rules/pass-deadline.js';
import { recordAccount } from './rules/record-account.js';
import { reject } from './rules/reject.js';
import { signAndSend } from './rules/sign-and-send.js';
import { NOTHING_TO_DO, refuse, type Decision, type OpeningRule, type Rule } from './rule.js';
import type { BindingState } from './state.js';

export type { Decision } from './rule.js';

/** The compiler refuses a command without a rule. */
const rules: { readonly [T in Exclude<CommandType, 'Open'>]: Rule<T> } & { readonly Open: OpeningRule<'Open'> } = {
  Open: open,
  ConfirmStudentInfo: confirmStudentInfo,
  AnswerConsent: answerConsent,
  FillApplication: fillApplication,
  SignAndSend: signAndSend,
  Approve: approve,
  Reject: reject,
  PassDeadline: passDeadline,
  RecordAccount: recordAccount,
};

/** Same state, command and facts: same decision. A command the stream already holds has nothing left to do. */
export function decide(state: BindingState, command: Command, facts: Facts): Decision {
  if (state !== null && Object.hasOwn(state.handled, command.commandId)) return NOTHING_TO_DO;
  if (command.type === 'Open') return rules.Open(state, command, facts);
  if (state === null) return refuse('wrong-stage');
  const rule = rules[command.type] as Rule<CommandType>;
  return rule(state, command as CommandOf<CommandType>, facts);
}
