/** What waits for the administrator in a case: ids, a kind and a time, and no value of a person. */
import type { CaseDocument, HistoryEntry } from '../../../projections/binding-case/case-document.js';
import { named, oneOf, optional, page, shape, text, time, uuid, type ViewOf } from '../http/answers/shape.js';

const WAITING_CASE = shape({
  caseNumber: text('T99-7F3K9Q2M'),
  bindingId: uuid(),
  applicantId: optional(uuid('Absent for a dispute, which is about the pupil.')),
  kind: oneOf(['account-failed', 'review-overdue', 'dispute-overdue']),
  since: time(),
});
export const WAITING_CASES = named('WaitingCases', page(WAITING_CASE));
export type WaitingCase = ViewOf<typeof WAITING_CASE>;

export function waitingIn({ requestId, state, history, updatedAt }: CaseDocument): readonly WaitingCase[] {
  const of = { caseNumber: state.caseNumber, bindingId: requestId };
  const lastAt = (is: (entry: HistoryEntry) => boolean) => history.findLast(is)?.at ?? updatedAt;
  const ofApplicants = state.applicants.flatMap(({ applicantId, status, holder }): readonly WaitingCase[] => {
    const about = (type: HistoryEntry['type']) =>
      lastAt((entry) => entry.type === type && entry.applicantId === applicantId);
    if (status === 'account-failed') {
      return [{ ...of, applicantId, kind: 'account-failed', since: about('AccountCreationFailed') }];
    }
    const overdue = status === 'pending-review' && holder === 'administrator';
    return overdue ? [{ ...of, applicantId, kind: 'review-overdue', since: about('ReviewEscalated') }] : [];
  });
  if (state.dispute?.holder !== 'administrator') return ofApplicants;
  const since = lastAt(({ type }) => type === 'DisputeEscalated');
  return [...ofApplicants, { ...of, kind: 'dispute-overdue', since }];
}
