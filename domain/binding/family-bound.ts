/** How much a family may change in a day: a case that only grows would cost everybody else. */
import type { Command, CommandType } from './commands.js';
import type { RecordedBindingEvent } from './events.js';
import type { Facts } from './facts.js';
import { dayNumber } from '../calendar/taipei.js';
import type { BindingRequest, BindingState } from './state.js';
import type { Role } from './vocabulary.js';

/** Commands of a case and day, in Taipei. */
export const MOST_A_DAY = 300;

const OF_THE_FAMILY: readonly Role[] = ['parent', 'guardian'];

/** What a family may do over and over. To withdraw is always open, and so is what staff and the system do. */
export const BOUND: readonly CommandType[] = [
  'ConfirmStudentInfo',
  'DisputeStudentInfo',
  'AnswerConsent',
  'FillApplication',
  'AmendApplicant',
  'ProveEmail',
  'AddEvidence',
  'RemoveEvidence',
  'SignAndSend',
  'Recall',
];

export function isTooMuch(state: BindingState, { type, actor }: Command, { now }: Facts): boolean {
  if (!BOUND.includes(type) || !OF_THE_FAMILY.includes(actor.role)) return false;
  const { day, commands } = state?.familyDay ?? { day: 0, commands: 0 };
  return day === dayNumber(now) && commands >= MOST_A_DAY;
}

/** Events of one command come side by side: it counts once. */
export function counted(request: BindingRequest, { metadata }: RecordedBindingEvent): BindingRequest {
  const { actor, at, commandId } = metadata;
  const before = request.familyDay;
  if (!OF_THE_FAMILY.includes(actor.role) || before?.last === commandId) return request;
  const day = dayNumber(at);
  const commands = before?.day === day ? before.commands + 1 : 1;
  return { ...request, familyDay: { day, commands, last: commandId } };
}
