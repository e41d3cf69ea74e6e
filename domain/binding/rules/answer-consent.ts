import { familyClock } from '../time/clocks.js';
import { closedUnsent } from '../close.js';
import { isWithTheFamily } from '../applicants.js';
import { happened, refuse, rule } from '../rule.js';
import type { BindingRequest } from '../state.js';

/** Guide, step 2.4: whatever the answer, it must come back; who refused may ask again in a new request. */
export const answerConsent = rule(
  'AnswerConsent',
  { refuses: ['wrong-stage', 'text-outdated', 'choices-contradict'] },
  (request, { data }, facts) => {
    const { consentText } = facts;
    const isAgain = mayConsentAgain(request, consentText.version) && data.intent === 'apply';
    if (request.stage !== 'consent' && !isAgain) return refuse('wrong-stage');
    if (data.textVersion !== consentText.version) return refuse('text-outdated');
    if (data.decision === 'disagree' && data.intent === 'apply') return refuse('choices-contradict');

    const answered = {
      textVersion: consentText.version,
      textSha256: consentText.sha256,
      method: data.method,
      ...(data.paperDate !== undefined && { paperDate: data.paperDate }),
    };
    return data.intent === 'apply'
      ? happened({ type: 'ConsentGiven', data: { ...answered, ...familyClock(request, facts) } })
      : happened(
          { type: 'ConsentRefused', data: { ...answered, decision: data.decision } },
          closedUnsent(request, 'refused'),
        );
  },
);

/** A newer text has taken the place of the one that was answered, and something is still to be sent. */
export function mayConsentAgain({ stage, consent, applicants }: BindingRequest, currentVersion: string): boolean {
  if (consent === undefined || consent.textVersion === currentVersion) return false;
  return stage === 'application' || ((stage === 'signature' || stage === 'review') && applicants.some(isWithTheFamily));
}
