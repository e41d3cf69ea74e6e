/** What a case waits for, as its workflow has to know it: opaque kinds and times, and accounts. Rules stay with the activity. */
import type { DeadlineKind } from './commands.js';
import type { Instant } from '../calendar/instants.js';
import { isReleaseDue } from './release.js';
import { deadlines } from './time/deadlines.js';
import type { ApplicantState, BindingState } from './state.js';

/** Raised by a release that derives an agenda otherwise; then every open case is asked for its agenda again. */
export const AGENDA_RULES = 1;

export interface DerivedAgenda {
  /** Earliest first; one entry for a moment, whichever applicants it is about. */
  readonly next: readonly (readonly [kind: DeadlineKind, dueAt: Instant])[];
  readonly accounts: readonly {
    readonly do: 'create' | 'disable';
    readonly applicantId: string;
    readonly accountId: string;
    readonly attempt: number;
    /** Until when its creation is tried. */
    readonly dueAt?: Instant;
  }[];
  /** Nothing will happen any more, not even to an account. */
  readonly over: boolean;
}

export function agendaOf(state: BindingState): DerivedAgenda {
  const accounts = (state?.applicants ?? []).flatMap(accountTasks);
  return {
    next: deadlines(state).map(({ kind, dueAt }) => [kind, dueAt]),
    accounts,
    over: (state === null || state.stage === 'closed') && accounts.length === 0,
  };
}

function accountTasks(applicant: ApplicantState): DerivedAgenda['accounts'] {
  const { applicantId, status, account, dueAt } = applicant;
  if (account === undefined) return [];
  const task = { applicantId, ...account };
  if (status === 'account-creating' && dueAt !== undefined) return [{ do: 'create', ...task, dueAt }];
  return isReleaseDue(applicant) ? [{ do: 'disable', ...task }] : [];
}
