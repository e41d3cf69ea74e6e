import type { ApplicantResult, BindingEvent } from './events.js';
import { SETTLED, type BindingRequest } from './state.js';
import type { ApplicantStatus, Outcome } from './vocabulary.js';

/** What becomes of applicants by the events of the same batch. */
export type Settlement = Readonly<Record<string, ApplicantStatus>>;

/** BindingRequestClosed when nobody is left unsettled, else nothing; to be appended to the batch that settles somebody. */
export function closedIfSettled(request: BindingRequest, settled: Settlement): readonly BindingEvent[] {
  const results = resultsAfter(request, settled);
  if (!results.every(({ state }) => SETTLED.includes(state))) return [];
  return [closed(outcomeOf(results), results)];
}

/** Ends the whole request before anything was sent: who was drafted ends as expired with it. */
export function closedUnsent(request: BindingRequest, outcome: Extract<Outcome, 'refused' | 'expired'>): BindingEvent {
  return closed(
    outcome,
    request.applicants.map(({ applicantId }) => ({ applicantId, state: 'expired' })),
  );
}

function closed(outcome: Outcome, results: readonly ApplicantResult[]): BindingEvent {
  return { type: 'BindingRequestClosed', data: { outcome, results } };
}

function resultsAfter(request: BindingRequest, settled: Settlement): readonly ApplicantResult[] {
  return request.applicants.map(({ applicantId, status }) => ({ applicantId, state: settled[applicantId] ?? status }));
}

function outcomeOf(results: readonly ApplicantResult[]): Outcome {
  const any = (...states: readonly ApplicantStatus[]) => results.some(({ state }) => states.includes(state));
  if (any('account-created', 'account-linked')) return 'completed';
  if (any('rejected')) return 'rejected';
  if (any('expired')) return 'expired';
  return 'withdrawn';
}
