/** A family that could not be served loses nothing by it: its deadline is moved by as long as nobody could act. */
import type { BindingEvent, ShiftedDeadline } from '../events.js';
import type { CommandOf, DeadlineKind } from '../commands.js';
import type { Facts } from '../facts.js';
import type { Instant } from '../../calendar/instants.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import { gapOf, movedBy } from './periods.js';

type Met = Pick<ApplicantState, 'applicantId' | 'status' | 'dueAt' | 'paperDueAt' | 'excusedUntil'>;
type Moves = (applicant: Met, move: (dueAt: Instant) => Instant) => Omit<ShiftedDeadline, 'applicantId'> | undefined;

/** The deadlines of families beside the request's own, and who waits for each. */
const OF_APPLICANTS: { readonly [K in DeadlineKind]?: (dueAt: Instant) => Moves } = {
  correction: (due) => of('correction-requested', due),
  'email-taken': (due) => of('email-taken', due),
  'paper-form':
    (due) =>
    ({ status, dueAt, paperDueAt }, move) => {
      if (status !== 'pending-review' || paperDueAt !== due) return undefined;
      // The review is counted from the day on which the paper is due at the latest.
      return { paperDueAt: move(paperDueAt), ...(dueAt !== undefined && { dueAt: move(dueAt) }) };
    },
};

function of(waiting: ApplicantState['status'], due: Instant): Moves {
  return ({ status, dueAt }, move) => (status === waiting && dueAt === due ? { dueAt: move(dueAt) } : undefined);
}

/** Undefined where no outage met the deadline, or it is not a family's. */
export function shiftedByOutage(
  request: BindingRequest,
  { kind, dueAt }: CommandOf<'PassDeadline'>['data'],
  { gaps = [] }: Facts,
): readonly BindingEvent[] | undefined {
  if (kind === 'unfinished') {
    const gap = gapOf(dueAt, gaps, request.excusedUntil);
    return gap && [shifted({ expiresAt: movedBy(gap, dueAt), applicants: [] })];
  }
  const moves = OF_APPLICANTS[kind]?.(dueAt);
  if (moves === undefined) return undefined;
  const applicants = request.applicants.flatMap((applicant) => {
    const gap = gapOf(dueAt, gaps, applicant.excusedUntil);
    const moved = gap && moves(applicant, (at) => movedBy(gap, at));
    return moved ? [{ applicantId: applicant.applicantId, ...moved }] : [];
  });
  return applicants.length === 0 ? undefined : [shifted({ applicants })];
}

function shifted(moved: {
  readonly expiresAt?: Instant;
  readonly applicants: readonly ShiftedDeadline[];
}): BindingEvent {
  return { type: 'DeadlinesShifted', data: { reason: 'outage', ...moved } };
}
