import { happened, policyFor, refuse, type Rule } from '../rule.js';
import { firstHolder } from '../holders.js';
import type { ApplicantState, BindingRequest } from '../state.js';

/** Guide, step 2.5: 送出申請. The signed consent goes back and the review begins, for exactly what the parent saw. */
export const signAndSend: Rule<'SignAndSend'> = (request, { data }, facts) => {
  if (request.stage !== 'signature' && request.stage !== 'review') return refuse('wrong-stage');
  const { consent } = request;
  const sent = chosen(request, data.applicantIds);
  if (consent === undefined || sent.length === 0 || sent.some(({ status }) => status !== 'drafted')) {
    return refuse('wrong-stage');
  }
  if (sent.some(({ applicantId, dossierRevision }) => data.dossierRevisions[applicantId] !== dossierRevision)) {
    return refuse('dossier-changed');
  }

  return happened({
    type: 'SignedConsentSent',
    data: {
      applicantIds: sent.map(({ applicantId }) => applicantId),
      textVersion: consent.textVersion,
      dossierRevisions: Object.fromEntries(sent.map((one) => [one.applicantId, one.dossierRevision])),
      holder: firstHolder(request, facts),
      reviewDueAt: policyFor(request, facts).review(facts.now),
    },
  });
};

/** Whoever is drafted, or exactly those named; nobody if a name is unknown. */
function chosen(request: BindingRequest, applicantIds: readonly string[] | undefined): readonly ApplicantState[] {
  if (applicantIds === undefined) return request.applicants.filter(({ status }) => status === 'drafted');
  const named = request.applicants.filter(({ applicantId }) => applicantIds.includes(applicantId));
  return named.length === new Set(applicantIds).size ? named : [];
}
