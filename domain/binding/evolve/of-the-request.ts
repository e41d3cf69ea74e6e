import type { BindingRequest } from '../state.js';
import type { Changes } from './changes.js';
import { remindedNext, withFamilyClock, withoutFamilyClock, withoutReminder } from './family-clock.js';
import { atRest, change, mapApplicants } from './one-applicant.js';

/** What the events of the request as a whole do to it. */
export const ofTheRequest = {
  BindingRequestOpened: (request) => request,

  StudentInfoConfirmed: (request, { data }) => withFamilyClock({ ...request, stage: 'consent' }, data),

  StudentInfoDisputed: (request, { data: { holder, dueAt } }) => ({
    ...withoutFamilyClock(request),
    dispute: { holder, dueAt },
  }),

  DisputeEscalated: (request, { data: { holder, dueAt } }) => ({
    ...request,
    dispute: { holder, ...(dueAt !== undefined && { dueAt }) },
  }),

  StudentInfoCorrected: (request, { data, revision }) =>
    withFamilyClock(
      {
        ...withoutDispute(request),
        classId: data.classId,
        rosterVersion: data.rosterVersion,
        applicants: request.applicants.map((applicant) => ({ ...applicant, dossierRevision: revision })),
      },
      data,
    ),

  StudentInfoKept: (request, { data }) => withFamilyClock(withoutDispute(request), data),

  ConsentGiven: (request, { data, metadata }) =>
    withFamilyClock(
      {
        ...request,
        stage: 'application',
        consent: { textVersion: data.textVersion, textSha256: data.textSha256, method: data.method, at: metadata.at },
      },
      data,
    ),

  // The batch goes on with BindingRequestClosed.
  ConsentRefused: (request) => request,

  ApplicationFilled: (request, { data, revision }) =>
    withFamilyClock(
      {
        ...request,
        stage: 'signature',
        mode: data.mode,
        applicants: data.applicants.map(({ applicantId, relation, personRef, emailRef }) => ({
          applicantId,
          relation,
          personRef,
          emailRef,
          status: 'drafted',
          dossierRevision: revision,
        })),
      },
      data,
    ),

  RequestReminderDue: (request, { data: { kind, nth, nextAt, applicantIds } }) =>
    kind === 'unfinished'
      ? { ...withoutReminder(request), ...remindedNext(nth, nextAt) }
      : mapApplicants(request, applicantIds ?? [], ({ paperReminder: _last, ...applicant }) => ({
          ...applicant,
          ...(nextAt !== undefined && { paperReminder: { sent: nth, at: nextAt } }),
        })),

  // A refused decision is recorded for its sender and the auditor; it does not change the case.
  ReviewDecisionRefused: (request) => request,

  DeadlinesShifted: (request, { data }) => {
    const { dispute } = request;
    const moved = data.applicants.reduce(
      (before, { applicantId, ...dueAts }) => change(before, applicantId, dueAts),
      request,
    );
    return dispute && data.disputeDueAt ? { ...moved, dispute: { ...dispute, dueAt: data.disputeDueAt } } : moved;
  },

  PersonalDataErased: (request, { data }) => ({ ...request, erased: [...(request.erased ?? []), data.subjectId] }),

  BindingRequestClosed: (request, { data }) => {
    const final = new Map(data.results.map(({ applicantId, state }) => [applicantId, state]));
    return withoutFamilyClock({
      ...withoutDispute(request),
      stage: 'closed',
      outcome: data.outcome,
      applicants: request.applicants.map((applicant) => ({
        ...atRest(applicant),
        status: final.get(applicant.applicantId) ?? applicant.status,
      })),
    });
  },
} satisfies Partial<Changes>;

function withoutDispute({ dispute: _dispute, ...request }: BindingRequest): BindingRequest {
  return request;
}
