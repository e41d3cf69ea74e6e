import { present } from '../present.js';
import type { ApplicantResult, BindingEvent } from './events.js';
import type { Sealed } from '../sealed.js';
import { SETTLED, type ApplicantState, type BindingRequest } from './state.js';
import type { ApplicantStatus, Outcome, WithdrawalGround } from './vocabulary.js';

/** The states that the events of the same batch give to applicants. */
export type Settlement = Readonly<Record<string, ApplicantStatus>>;

/** BindingRequestClosed if every applicant is settled, else nothing; for the batch that settles an applicant. */
export function closedIfSettled(request: BindingRequest, settled: Settlement): readonly BindingEvent[] {
  const results = resultsAfter(request, settled);
  if (!allSettled(results)) return [];
  return [closed(outcomeOf(results), results)];
}

/** Ends the whole request before anything was sent: drafted applicants end as expired. */
export function closedUnsent(request: BindingRequest, outcome: Extract<Outcome, 'refused' | 'expired'>): BindingEvent {
  return closed(
    outcome,
    request.applicants.map(({ applicantId, status }) => ({
      applicantId,
      state: status === 'drafted' ? 'expired' : status,
    })),
  );
}

/** Nothing was sent yet: the request ends as a whole and says so itself. */
export function wasSent({ stage }: BindingRequest): boolean {
  return stage === 'review' || stage === 'closed';
}

/** Withdraws applicants without a decision, and closes the request when no unsettled one is left. */
export function withdrawn(
  request: BindingRequest,
  applicants: readonly ApplicantState[],
  why: { readonly ground: WithdrawalGround; readonly reason?: Sealed },
): readonly BindingEvent[] {
  const settled = Object.fromEntries(applicants.map(({ applicantId }) => [applicantId, 'withdrawn' as const]));
  const outs = applicants.map(({ applicantId }): BindingEvent => ({
    type: 'ApplicantWithdrawn',
    data: { applicantId, ...why },
  }));
  if (wasSent(request)) return [...outs, ...closedIfSettled(request, settled)];
  const results = resultsAfter(request, settled);
  if (!allSettled(results)) return outs;
  const outcome = why.ground === 'student-left' ? 'student-left' : 'withdrawn';
  // Without an applicant there is no other event to say why.
  return [...outs, closed(outcome, results, applicants.length === 0 ? why.reason : undefined)];
}

function closed(outcome: Outcome, results: readonly ApplicantResult[], reason?: Sealed): BindingEvent {
  return { type: 'BindingRequestClosed', data: { outcome, results, ...present({ reason }) } };
}

function resultsAfter(request: BindingRequest, settled: Settlement): readonly ApplicantResult[] {
  return request.applicants.map(({ applicantId, status }) => ({ applicantId, state: settled[applicantId] ?? status }));
}

function allSettled(results: readonly ApplicantResult[]): boolean {
  return results.every(({ state }) => SETTLED.includes(state));
}

function outcomeOf(results: readonly ApplicantResult[]): Outcome {
  const any = (...states: readonly ApplicantStatus[]) => results.some(({ state }) => states.includes(state));
  if (any('account-created', 'account-linked')) return 'completed';
  if (any('rejected')) return 'rejected';
  if (any('expired')) return 'expired';
  return 'withdrawn';
}
