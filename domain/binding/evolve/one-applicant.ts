/** What an event may change of one applicant, without changing the others. */
import type { ApplicantState, BindingRequest } from '../state.js';
import type { ShiftedDeadline } from '../events.js';
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
  return mapApplicants(request, [applicantId], (applicant) => ({ ...withoutReasons(atRest(applicant)), ...next }));
}

/** A part of the dossier was given again; where a correction asked for it, it is marked as touched. */
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

/** A review that is counted from the day of the paper moves with it. */
export function withMovedDeadlines(applicant: ApplicantState, { dueAt, paperDueAt }: ShiftedDeadline): ApplicantState {
  const { period } = applicant;
  const follows = paperDueAt !== undefined && period !== undefined && period.from === applicant.paperDueAt;
  return {
    ...applicant,
    ...(dueAt !== undefined && { dueAt }),
    ...(paperDueAt !== undefined && { paperDueAt }),
    ...(follows && { period: { ...period, from: paperDueAt } }),
  };
}

/** What was said of an earlier state says nothing of the next one. */
export function withoutReasons(applicant: ApplicantState): ApplicantState {
  const { reasonCode: _reason, failure: _failure, expiredBy: _kind, ground: _ground, ...rest } = applicant;
  return rest;
}

/** The applicant without a holder and without a due time. */
export function atRest(applicant: ApplicantState): ApplicantState {
  const {
    holder: _holder,
    dueAt: _dueAt,
    reminder: _reminder,
    paperDueAt: _paperDueAt,
    paperReminder: _paperReminder,
    period: _period,
    paperPeriod: _paperPeriod,
    excusedUntil: _excused,
    correction: _correction,
    takenEmailRef: _takenEmailRef,
    ...rest
  } = applicant;
  return rest;
}
