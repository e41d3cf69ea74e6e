/** What the workflow itself asks of the request: its timers and its account activities. */
import type { AccountOutcome, CommandOf } from '../../domain/binding/commands.js';
import type { Deadline } from '../../domain/binding/time/deadlines.js';
import type { Actor } from '../../domain/binding/metadata.js';
import { passDeadlineId, recordAccountId } from '../../domain/binding/identifiers.js';
import type { AccountOrder } from './activity-contract.js';

const SYSTEM: Actor = { id: 'system', role: 'system' };

export function passDeadline(requestId: string, { kind, dueAt }: Deadline): CommandOf<'PassDeadline'> {
  const commandId = passDeadlineId(requestId, kind, dueAt);
  return { type: 'PassDeadline', requestId, commandId, actor: SYSTEM, channel: 'online', data: { kind, dueAt } };
}

export function recordAccount(order: AccountOrder, outcome: AccountOutcome): CommandOf<'RecordAccount'> {
  const { requestId, applicantId, accountId, attempt } = order;
  const commandId = recordAccountId(requestId, applicantId, attempt);
  const data = { applicantId, accountId, attempt, outcome };
  return { type: 'RecordAccount', requestId, commandId, actor: SYSTEM, channel: 'online', data };
}
