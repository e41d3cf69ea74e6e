import { unsettled } from '../applicants.js';
import { withdrawn } from '../close.js';
import { happened, NOTHING_TO_DO, refuse, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';

/** 刪除個資. Unsettled applicants are withdrawn first, so that no decision is awaited about data that are gone. */
export const erase = rule('Erase', { refuses: ['wrong-state'] }, (request, { data: { subjectId, ground } }) => {
  if (request.erased?.includes(subjectId) === true) return NOTHING_TO_DO;
  if (!isSubject(request, subjectId)) return refuse('wrong-state');
  const out = unsettled(request).filter(({ applicantId }) => isMeant(request, applicantId, subjectId));
  return happened(...endings(request, out, subjectId), { type: 'PersonalDataErased', data: { subjectId, ground } });
});

function endings(request: BindingRequest, out: readonly ApplicantState[], subjectId: string) {
  const endsTheRequest = subjectId === request.studentId && request.stage !== 'closed';
  return out.length > 0 || endsTheRequest ? withdrawn(request, out, { ground: 'erased' }) : [];
}

function isSubject(request: BindingRequest, subjectId: string): boolean {
  return subjectId === request.studentId || request.applicants.some(({ applicantId }) => applicantId === subjectId);
}

/** The id of the student means every applicant of the request. */
function isMeant(request: BindingRequest, applicantId: string, subjectId: string): boolean {
  return subjectId === applicantId || subjectId === request.studentId;
}
