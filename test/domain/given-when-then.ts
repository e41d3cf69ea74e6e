/** Specs of the rules in three words: what happened, what is asked, what follows. */
import { expect } from '@jest/globals';
import type { Command } from '../../domain/binding/commands.js';
import { decide, type Decision } from '../../domain/binding/decide.js';
import type { Actor, BindingEvent, RecordedBindingEvent } from '../../domain/binding/events.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import type { BindingRequest, BindingState } from '../../domain/binding/state.js';
import { facts, NOW, parent, registrar, system, teacher } from './builders.js';

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

export function given(...events: readonly BindingEvent[]) {
  return givenWith(events, {});
}

function givenWith(events: readonly BindingEvent[], known: Partial<Facts>) {
  return {
    /** What differs from an ordinary day at school. */
    and: (more: Partial<Facts>) => givenWith(events, { ...known, ...more }),
    at: (now: string) => givenWith(events, { ...known, now }),
    when: (command: Command) => outcome(decide(stateAfter(...events), command, facts(known, command.actor.role))),
  };
}

function outcome(decision: Decision) {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- the third of the three words; nobody awaits it
    then: (...events: readonly BindingEvent[]) => expect(decision).toStrictEqual({ events }),
    nothing: () => expect(decision).toStrictEqual({ events: [] }),
    /** Refused; nothing is recorded but, for a reviewer's decision, the refusal. */
    refused: (code: RefusalCode, ...events: readonly BindingEvent[]) =>
      expect(decision).toStrictEqual({ refused: code, events }),
  };
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
