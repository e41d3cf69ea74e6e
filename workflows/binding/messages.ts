/** A reviewer's decision as it travels in a signal, and the command it becomes. */
import type { CommandOf, DecisionType } from '../../domain/binding/commands.js';
import type { Sealed } from '../../domain/sealed.js';
import type { Channel, CorrectableField, ReviewerRole } from '../../domain/binding/vocabulary.js';

interface DecisionMessage {
  readonly commandId: string;
  readonly actorId: string;
  /** The role the reviewer acts in; `execute` checks that they hold it. */
  readonly role: ReviewerRole;
  readonly actingFor?: string;
  /** Absent: online. */
  readonly channel?: Channel;
  readonly applicantId: string;
  readonly dossierRevision: number;
}

export interface ApproveMessage extends DecisionMessage {
  readonly formChecked: boolean;
}

export interface RejectMessage extends DecisionMessage {
  readonly reasonCode: string;
  readonly note?: Sealed;
}

export interface RequestCorrectionMessage extends RejectMessage {
  readonly fields: readonly CorrectableField[];
}

export function approveCommand(requestId: string, message: ApproveMessage): CommandOf<'Approve'> {
  const { applicantId, dossierRevision, formChecked } = message;
  return { type: 'Approve', ...envelope(requestId, message), data: { applicantId, dossierRevision, formChecked } };
}

export function rejectCommand(requestId: string, message: RejectMessage): CommandOf<'Reject'> {
  const { applicantId, dossierRevision, reasonCode, note } = message;
  const data = { applicantId, dossierRevision, reasonCode, ...(note === undefined ? {} : { note }) };
  return { type: 'Reject', ...envelope(requestId, message), data };
}

export function requestCorrectionCommand(
  requestId: string,
  message: RequestCorrectionMessage,
): CommandOf<'RequestCorrection'> {
  const { data, ...rest } = rejectCommand(requestId, message);
  return { ...rest, type: 'RequestCorrection', data: { ...data, fields: message.fields } };
}

/** The other way round, for the sender. */
export function approveMessage(command: CommandOf<'Approve'>): ApproveMessage {
  return { ...sender(command), ...command.data };
}

export function rejectMessage(command: CommandOf<'Reject'>): RejectMessage {
  return { ...sender(command), ...command.data };
}

export function requestCorrectionMessage(command: CommandOf<'RequestCorrection'>): RequestCorrectionMessage {
  return { ...sender(command), ...command.data };
}

/** A signal can be sent by hand, and one that cannot be read must not end the case: it is left aside. */
export function isDecision(message: unknown): message is DecisionMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { commandId, actorId, role, applicantId, dossierRevision } = message as Partial<Record<string, unknown>>;
  return [commandId, actorId, role, applicantId].every(isName) && Number.isSafeInteger(dossierRevision);
}

export function isCorrectionRequest(message: unknown): boolean {
  return isDecision(message) && Array.isArray((message as { readonly fields?: unknown }).fields);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 200;
}

function envelope(requestId: string, { commandId, actorId, role, actingFor, channel }: DecisionMessage) {
  const actor = { id: actorId, role, ...(actingFor === undefined ? {} : { actingFor }) };
  return { requestId, commandId, actor, channel: channel ?? 'online' } as const;
}

function sender({ commandId, actor, channel }: CommandOf<DecisionType>) {
  const role = actor.role as ReviewerRole;
  const { id: actorId, actingFor } = actor;
  return { commandId, actorId, role, channel, ...(actingFor === undefined ? {} : { actingFor }) };
}
