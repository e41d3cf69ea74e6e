import { isWithTheFamily, named } from '../applicants.js';
import { policyFor, reviewClock } from '../time/clocks.js';
import type { CommandOf } from '../commands.js';
import { hasLeft, type Facts } from '../facts.js';
import { lacksForm } from '../paper-form.js';
import { firstHolder } from '../review/holders.js';
import { hasCome } from '../../calendar/instants.js';
import { happened, refuse, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';

const REFUSES = ['student-left', 'wrong-stage', 'dossier-changed', 'text-outdated', 'nothing-corrected'] as const;

/** Guide, step 2.5: 送出申請. The signed consent goes back and the review begins, for exactly what the parent saw. */
export const signAndSend = rule('SignAndSend', { refuses: REFUSES }, (request, { data }, facts) => {
  const sent = chosen(request, data.applicantIds);
  const refused = whyNot(request, sent, data, facts);
  if (refused !== undefined || request.consent === undefined) return refuse(refused ?? 'wrong-stage');

  const holder = firstHolder(request, facts);
  return happened({
    type: 'SignedConsentSent',
    data: {
      applicantIds: sent.map(({ applicantId }) => applicantId),
      textVersion: request.consent.textVersion,
      dossierRevisions: Object.fromEntries(sent.map((one) => [one.applicantId, one.dossierRevision])),
      holder,
      ...clocks(request, holder, sent, facts),
    },
  });
});

/** The applicants named; without names, those drafted, else those with something to correct. */
function chosen(request: BindingRequest, applicantIds: readonly string[] | undefined): readonly ApplicantState[] {
  if (applicantIds !== undefined) return named(request, applicantIds);
  const ready = request.applicants.filter(mayBeSent);
  return ready.length > 0 ? ready : request.applicants.filter(({ status }) => status === 'correction-requested');
}

function whyNot(
  request: BindingRequest,
  sent: readonly ApplicantState[],
  { dossierRevisions }: CommandOf<'SignAndSend'>['data'],
  facts: Facts,
): (typeof REFUSES)[number] | undefined {
  if (hasLeft(facts)) return 'student-left';
  if (request.stage !== 'signature' && request.stage !== 'review') return 'wrong-stage';
  if (sent.length === 0 || !sent.every(isWithTheFamily)) return 'wrong-stage';
  const asSeen = sent.every(({ applicantId, dossierRevision }) => dossierRevisions[applicantId] === dossierRevision);
  if (!asSeen) return 'dossier-changed';
  if (isOutdated(request, facts)) return 'text-outdated';
  return sent.every((one) => one.status === 'drafted' || isCorrected(one)) ? undefined : 'nothing-corrected';
}

/** Drafted, or every field that was asked for has been typed again. */
export function mayBeSent(applicant: ApplicantState): boolean {
  return applicant.status === 'drafted' || (applicant.status === 'correction-requested' && isCorrected(applicant));
}

function isCorrected({ correction }: ApplicantState): boolean {
  return correction?.fields.every((field) => correction.touched.includes(field)) ?? true;
}

/** What was agreed to may be signed until 30 days after a newer text took its place. */
function isOutdated(request: BindingRequest, facts: Facts): boolean {
  const { version, since } = facts.consentText;
  if (request.consent?.textVersion === version || since === undefined) return false;
  return hasCome(policyFor(request, facts).supersededText(since), facts.now);
}

/** A school that asks for the paper form begins to review when it is there; that is at the latest when it is due. */
function clocks(
  request: BindingRequest,
  holder: ReturnType<typeof firstHolder>,
  sent: readonly ApplicantState[],
  facts: Facts,
) {
  const policy = policyFor(request, facts);
  const { remindAt } = reviewClock(request, holder, 0, facts);
  const atOnce = { reviewDueAt: policy.review(facts.now), ...(remindAt !== undefined && { remindAt }) };
  const waits = facts.asksForPaper === true && sent.some(lacksForm);
  if (!waits) return atOnce;
  const paperDueAt = policy.paperForm(facts.now);
  const paperRemindAt = policy.paperFormReminder(facts.now, 0);
  const everybodyWaits = sent.every(lacksForm);
  return { ...atOnce, ...(everybodyWaits && { reviewDueAt: policy.review(paperDueAt) }), paperDueAt, paperRemindAt };
}
