/** What an event may do to one applicant, and to nobody else. */
import type { ApplicantState, BindingRequest } from '../state.js';
import type { CorrectableField } from '../vocabulary.js';

export function mapApplicants(
  request: BindingRequest,
  applicantIds: readonly string[],
  next: (applicant: ApplicantState) => ApplicantState,
): BindingRequest {
  return {
    ...request,
    applicants: request.applicants.map((one) => (applicantIds.includes(one.applicantId) ? next(one) : one)),
  };
}

/** Changes something of one applicant; what it waits for stays. */
export function change(request: BindingRequest, applicantId: string, next: Partial<ApplicantState>): BindingRequest {
  return mapApplicants(request, [applicantId], (applicant) => ({ ...applicant, ...next }));
}

/** Moves one applicant on; what it waited for is over, the others are untouched. */
export function settle(
  request: BindingRequest,
  applicantId: string,
  next: Pick<ApplicantState, 'status'> & Partial<ApplicantState>,
): BindingRequest {
  return mapApplicants(request, [applicantId], (applicant) => ({ ...atRest(applicant), ...next }));
}

/** Something of the dossier was given anew; where a correction asked for it, that is noted. */
export function touch(
  request: BindingRequest,
  applicantId: string,
  fields: readonly CorrectableField[],
  next: Partial<ApplicantState>,
): BindingRequest {
  return mapApplicants(request, [applicantId], ({ correction, ...applicant }) => ({
    ...applicant,
    ...next,
    ...(correction && {
      correction: {
        fields: correction.fields,
        touched: correction.fields.filter((field) => correction.touched.includes(field) || fields.includes(field)),
      },
    }),
  }));
}

/** The applicant with nobody holding it and nothing due. */
export function atRest(applicant: ApplicantState): ApplicantState {
  const {
    holder: _holder,
    dueAt: _dueAt,
    reminder: _reminder,
    paperDueAt: _paperDueAt,
    paperReminder: _paperReminder,
    correction: _correction,
    takenEmailRef: _takenEmailRef,
    ...rest
  } = applicant;
  return rest;
}
