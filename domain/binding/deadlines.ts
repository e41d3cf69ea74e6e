import type { DeadlineKind } from './commands.js';
import type { Instant } from './events.js';
import { byTime } from './instants.js';
import type { ApplicantState, BindingState } from './state.js';

export interface Deadline {
  readonly kind: DeadlineKind;
  readonly dueAt: Instant;
}

/** The deadlines that run now, earliest first. Account creation has none here: its activity stops at the event's dueAt. */
export function deadlines(state: BindingState): readonly Deadline[] {
  if (state === null || state.stage === 'closed') return [];
  const unfinished: Deadline[] = state.expiresAt === undefined ? [] : [{ kind: 'unfinished', dueAt: state.expiresAt }];
  return [...unfinished, ...state.applicants.flatMap(deadlineOf)]
    .filter(isFirstOfItsKind)
    .toSorted((a, b) => byTime(a.dueAt, b.dueAt));
}

function deadlineOf({ status, dueAt }: ApplicantState): readonly Deadline[] {
  if (dueAt === undefined) return [];
  if (status === 'pending-review') return [{ kind: 'review', dueAt }];
  if (status === 'email-taken') return [{ kind: 'email-taken', dueAt }];
  return [];
}

/** Two applicants due at the same moment are one deadline: passing it looks at both. */
function isFirstOfItsKind(deadline: Deadline, index: number, all: readonly Deadline[]): boolean {
  return all.findIndex(({ kind, dueAt }) => kind === deadline.kind && dueAt === deadline.dueAt) === index;
}
