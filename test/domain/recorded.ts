/** Events as a stream of one request, and the state they lead to. */
import type { BindingEvent, RecordedBindingEvent } from '../../domain/binding/events.js';
import type { Actor } from '../../domain/binding/metadata.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { BindingRequest, BindingState } from '../../domain/binding/state.js';
import { NOW, parent, registrar, system, teacher } from './builders.js';

/** Events as they stand in a stream from revision 0; each is a command's own (`command-0`, ...) unless told otherwise. */
export function recorded(
  events: readonly BindingEvent[],
  metadata: { readonly from?: number; readonly commandId?: string; readonly at?: string; readonly actor?: Actor } = {},
): readonly RecordedBindingEvent[] {
  const from = metadata.from ?? 0;
  return events.map((event, i) => ({
    ...event,
    revision: from + i,
    metadata: {
      commandId: metadata.commandId ?? `command-${from + i}`,
      at: metadata.at ?? NOW,
      actor: metadata.actor ?? usualActor(event),
    },
  }));
}

export function stateAfter(...events: readonly BindingEvent[]): BindingState {
  return recorded(events).reduce(evolve, null);
}

/** @throws when the events do not begin with an opening. */
export function requestAfter(...events: readonly BindingEvent[]): BindingRequest {
  const state = stateAfter(...events);
  if (state === null) throw new Error('no request has been opened');
  return state;
}

function usualActor({ type }: BindingEvent): Actor {
  if (BY_TEACHER.includes(type)) return teacher;
  if (BY_REGISTRAR.includes(type)) return registrar;
  return type.startsWith('Account') || BY_SYSTEM.includes(type) ? system : parent;
}

type Types = readonly BindingEvent['type'][];
const BY_TEACHER: Types = [
  'ApplicantApproved',
  'ApplicantRejected',
  'CorrectionRequested',
  'ReviewDecisionRefused',
  'PaperFormReceived',
];
const BY_REGISTRAR: Types = ['StudentInfoCorrected', 'StudentInfoKept', 'ReviewTakenOver'];
const BY_SYSTEM: Types = ['ApplicantEmailTaken', 'ReviewEscalated', 'ReviewReassigned', 'ReviewReminderDue'];
