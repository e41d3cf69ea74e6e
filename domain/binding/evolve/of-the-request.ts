import type { BindingRequest } from '../state.js';
import type { Changes } from './changes.js';
import { remindedNext, stopIdleClock, withFamilyClock, withoutFamilyClock } from './family-clock.js';
import { atRest, mapApplicants, withMovedDeadlines } from './one-applicant.js';
import { followsOn, WORKING_DAYS } from '../time/periods.js';

/** What the events of the request as a whole do to it. */
export const ofTheRequest = {
  BindingRequestOpened: (request) => request,

  StudentInfoConfirmed: (request, { data }) => withFamilyClock({ ...request, stage: 'consent' }, data),

  StudentInfoDisputed: (request, { data: { holder, dueAt }, metadata }) => ({
    ...withoutFamilyClock(request),
    dispute: { holder, dueAt, period: { from: metadata.at, days: WORKING_DAYS.dispute } },
  }),

  DisputeEscalated: (request, { data: { holder, dueAt }, metadata }) => ({
    ...request,
    dispute: {
      holder,
      ...(dueAt !== undefined && {
        dueAt,
        period: { from: followsOn(request.dispute?.dueAt, metadata.at), days: WORKING_DAYS.dispute },
      }),
    },
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

  ConsentGiven: (request, { data, metadata }) => {
    const given = withFamilyClock(
      {
        ...request,
        // Given again, for a newer text, it leaves everything else where it is.
        stage: request.stage === 'consent' ? 'application' : request.stage,
        consent: { textVersion: data.textVersion, textSha256: data.textSha256, method: data.method, at: metadata.at },
      },
      data,
    );
    return given.stage === 'review' ? stopIdleClock(given) : given;
  },

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
      ? { ...request, ...remindedNext(nth, nextAt) }
      : mapApplicants(request, applicantIds ?? [], ({ paperReminder: _last, ...applicant }) => ({
          ...applicant,
          paperReminder: { sent: nth, ...(nextAt !== undefined && { at: nextAt }) },
        })),

  // A refused decision is recorded for its sender and the auditor; it does not change the case.
  ReviewDecisionRefused: (request) => request,

  DeadlinesShifted: (request, { data, metadata }) => {
    const { dispute } = request;
    const excused = data.reason === 'outage' ? { excusedUntil: metadata.at } : {};
    const moved = data.applicants.reduce(
      (before, shifted) =>
        mapApplicants(before, [shifted.applicantId], (one) => ({ ...withMovedDeadlines(one, shifted), ...excused })),
      request,
    );
    return {
      ...moved,
      ...(data.expiresAt !== undefined && { expiresAt: data.expiresAt, ...excused }),
      ...(dispute && data.disputeDueAt !== undefined && { dispute: { ...dispute, dueAt: data.disputeDueAt } }),
    };
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
