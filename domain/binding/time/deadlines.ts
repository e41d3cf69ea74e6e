import type { DeadlineKind } from '../commands.js';
import type { Instant } from '../../calendar/instants.js';
import { byTime } from '../../calendar/instants.js';
import type { ApplicantState, BindingRequest, BindingState } from '../state.js';

export interface Deadline {
  readonly kind: DeadlineKind;
  readonly dueAt: Instant;
}

/** The deadlines that run now, earliest first. Account creation has none here: its activity stops at the event's dueAt. */
export function deadlines(state: BindingState): readonly Deadline[] {
  if (state === null || state.stage === 'closed') return [];
  return [...ofRequest(state), ...state.applicants.flatMap(ofApplicant)]
    .filter(isFirstOfItsKind)
    .toSorted((a, b) => byTime(a.dueAt, b.dueAt));
}

function ofRequest({ expiresAt, reminder, dispute }: BindingRequest): readonly Deadline[] {
  return [
    ...deadline('unfinished', expiresAt),
    ...deadline('unfinished-reminder', reminder?.at),
    ...deadline('dispute', dispute?.dueAt),
  ];
}

function ofApplicant(applicant: ApplicantState): readonly Deadline[] {
  const { status, dueAt } = applicant;
  switch (status) {
    case 'pending-review':
      return ofReview(applicant);
    case 'correction-requested':
      return deadline('correction', dueAt);
    case 'email-taken':
      return deadline('email-taken', dueAt);
    default:
      return [];
  }
}

/** As long as the paper form is awaited, the reviewer's clock does not run. */
function ofReview({ dueAt, reminder, paperDueAt, paperReminder }: ApplicantState): readonly Deadline[] {
  return paperDueAt === undefined
    ? [...deadline('review', dueAt), ...deadline('review-reminder', reminder?.at)]
    : [...deadline('paper-form', paperDueAt), ...deadline('paper-form-reminder', paperReminder?.at)];
}

function deadline(kind: DeadlineKind, dueAt: Instant | undefined): readonly Deadline[] {
  return dueAt === undefined ? [] : [{ kind, dueAt }];
}

/** Two applicants due at the same moment are one deadline: passing it looks at both. */
function isFirstOfItsKind({ kind, dueAt }: Deadline, index: number, all: readonly Deadline[]): boolean {
  return all.findIndex((one) => one.kind === kind && one.dueAt === dueAt) === index;
}
