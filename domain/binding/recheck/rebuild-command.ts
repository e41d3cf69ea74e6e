/** Rebuilds the command that wrote a batch of events, from these events and the state before them. */
import { applicantOf } from '../applicants.js';
import type { AccountOutcome, BindingCommands, Command, CommandType, DeadlineKind } from '../commands.js';
import type { BindingEvent, BindingEvents, BindingEventType } from '../events.js';
import type { EventMetadata } from '../metadata.js';
import type { Instant } from '../../calendar/instants.js';
import { REASON_CODES, type ReasonFor } from '../review/reason-codes.js';
import type { ApplicantState, BindingState } from '../state.js';

/** An event with the metadata that the recheck needs. */
export type AuditedEvent = BindingEvent & {
  readonly revision: number;
  readonly metadata: Pick<EventMetadata, 'commandId' | '$correlationId' | 'at' | 'actor' | 'channel' | 'facts'>;
};

/** One or more events of the same command. */
export type Batch = readonly [AuditedEvent, ...AuditedEvent[]];

type Asked = { readonly [T in CommandType]: { readonly type: T; readonly data: BindingCommands[T] } }[CommandType];

/** Undefined if no command can have written the batch. Sealed values are copied as they are. */
export function commandOf(batch: Batch, state: BindingState): Command | undefined {
  const asked = askedBy(batch, state);
  if (asked === undefined) return undefined;
  const { commandId, $correlationId: requestId, actor, channel } = batch[0].metadata;
  const { type, data } = asked;
  return { type, data, requestId, commandId, actor, channel } as Command;
}

function askedBy(batch: Batch, state: BindingState): Asked | undefined {
  const erased = firstOf(batch, 'PersonalDataErased');
  if (erased) return { type: 'Erase', data: erased };
  const [first] = batch;
  if (!Object.hasOwn(rebuilt, first.type)) return undefined;
  const rebuild = rebuilt[first.type] as Rebuild<BindingEventType>;
  return rebuild(first.data, batch, state);
}

type Rebuild<T extends BindingEventType> = (
  data: BindingEvents[T],
  batch: Batch,
  state: BindingState,
) => Asked | undefined;

/** By the first event of a batch. An event that holds all data of its command is passed on as it is. */
const rebuilt: { readonly [T in BindingEventType]: Rebuild<T> } = {
  BindingRequestOpened: (data) => ({ type: 'Open', data }),
  StudentInfoConfirmed: ({ shownVersion }) => ({ type: 'ConfirmStudentInfo', data: { correct: true, shownVersion } }),
  StudentInfoDisputed: (data) => ({ type: 'DisputeStudentInfo', data }),
  DisputeEscalated: (_data, _batch, state) => passed('dispute', state?.dispute?.dueAt),
  StudentInfoCorrected: (data) => ({ type: 'CorrectStudentInfo', data }),
  StudentInfoKept: (data) => ({ type: 'KeepStudentInfo', data }),
  ConsentGiven: (data) => ({ type: 'AnswerConsent', data: { ...data, decision: 'agree', intent: 'apply' } }),
  ConsentRefused: (data) => ({ type: 'AnswerConsent', data: { ...data, intent: 'not-joining' } }),
  ApplicationFilled: (data) => ({ type: 'FillApplication', data }),
  ApplicantAmended: (data) => ({ type: 'AmendApplicant', data }),
  EmailProven: (data) => ({ type: 'ProveEmail', data }),
  EvidenceAdded: (data) => ({ type: 'AddEvidence', data }),
  EvidenceRemoved: (data) => ({ type: 'RemoveEvidence', data }),
  PaperFormReceived: (data) => ({ type: 'RecordPaperForm', data }),
  SignedConsentSent: (data) => ({ type: 'SignAndSend', data }),
  ApplicationRecalled: (data) => ({ type: 'Recall', data }),
  ReviewReassigned: ({ rosterVersion }) => ({ type: 'RosterChanged', data: { rosterVersion } }),
  ReviewTakenOver: (data) => ({ type: 'TakeOver', data }),
  ReviewEscalated: ({ applicantIds }, _batch, state) => passed('review', one(state, applicantIds)?.dueAt),
  RequestReminderDue: ({ kind, applicantIds = [] }, _batch, state) =>
    kind === 'unfinished'
      ? passed('unfinished-reminder', state?.reminder?.at)
      : passed('paper-form-reminder', one(state, applicantIds)?.paperReminder?.at),
  ReviewReminderDue: ({ applicantIds }, _batch, state) =>
    passed('review-reminder', one(state, applicantIds)?.reminder?.at),
  ApplicantApproved: (data) => ({ type: 'Approve', data }),
  ApplicantRejected: (data) => ({ type: 'Reject', data }),
  CorrectionRequested: (data) => ({ type: 'RequestCorrection', data }),
  ReviewDecisionRefused: refusedDecision,
  AccountCreationStarted: (data) => ({ type: 'RetryAccount', data }),
  AccountCreated: ({ applicantId, accountId }, _batch, state) =>
    became(state, applicantId, { kind: 'created', accountId }),
  AccountLinked: ({ applicantId, accountId }, _batch, state) =>
    became(state, applicantId, { kind: 'linked', accountId }),
  ApplicantEmailTaken: ({ applicantId }, _batch, state) => became(state, applicantId, { kind: 'email-taken' }),
  AccountCreationFailed: ({ applicantId, reason }, _batch, state) =>
    became(state, applicantId, { kind: 'failed', reason }),
  AccountAbandoned: (data) => ({ type: 'AbandonAccount', data }),
  AccountReleased: ({ applicantId, ...data }, _batch, state) => {
    const account = one(state, [applicantId])?.account;
    return account && { type: 'ReleaseAccount', data: { ...account, applicantId, ...data } };
  },
  ApplicantWithdrawn: putOut,
  ApplicantExpired: ({ applicantId, kind }, _batch, state) => expired(kind, one(state, [applicantId]), state),
  DeadlinesShifted: (data, [{ metadata }], state) => {
    if (data.reason === 'outage') return excused(data, state);
    const { closedDay } = metadata.facts;
    return closedDay === undefined ? undefined : { type: 'ShiftDeadlines', data: { closedDay } };
  },
  BindingRequestClosed: closedAtOnce,
  PersonalDataErased: (data) => ({ type: 'Erase', data }),
};

function passed(kind: DeadlineKind, dueAt: Instant | undefined): Asked | undefined {
  return dueAt === undefined ? undefined : { type: 'PassDeadline', data: { kind, dueAt } };
}

function excused(
  { expiresAt, applicants: [moved] }: BindingEvents['DeadlinesShifted'],
  state: BindingState,
): Asked | undefined {
  if (expiresAt !== undefined) return passed('unfinished', state?.expiresAt);
  const applicant = moved && one(state, [moved.applicantId]);
  if (moved?.paperDueAt !== undefined) return passed('paper-form', applicant?.paperDueAt);
  return passed(applicant?.status === 'email-taken' ? 'email-taken' : 'correction', applicant?.dueAt);
}

function expired(kind: string, applicant: ApplicantState | undefined, state: BindingState): Asked | undefined {
  switch (kind) {
    case 'unfinished':
      return passed(kind, state?.expiresAt);
    case 'paper-form':
      return passed(kind, applicant?.paperDueAt);
    case 'correction':
    case 'email-taken':
      return passed(kind, applicant?.dueAt);
    default:
      return undefined;
  }
}

/** The code says which value of the decision was wrong; any right value does for the others. */
function refusedDecision({
  applicantId,
  dossierRevision,
  decision,
  code,
}: BindingEvents['ReviewDecisionRefused']): Asked {
  const about = { applicantId, dossierRevision };
  switch (decision) {
    case 'approve':
      return { type: 'Approve', data: { ...about, formChecked: code !== 'form-not-checked' } };
    case 'reject':
      return { type: 'Reject', data: { ...about, reasonCode: reasonThatLeadsTo(code, 'rejection') } };
    case 'request-correction': {
      const reasonCode = reasonThatLeadsTo(code, 'correction');
      return {
        type: 'RequestCorrection',
        data: { ...about, fields: code === 'no-fields' ? [] : ['name'], reasonCode },
      };
    }
  }
}

function reasonThatLeadsTo(refusal: string, decision: ReasonFor): string {
  if (refusal === 'reason-unknown') return '';
  const withoutNote = refusal === 'note-required';
  const reason = REASON_CODES.find((code) => code.for.includes(decision) && code.noteRequired === withoutNote);
  return reason?.code ?? '';
}

function became(state: BindingState, applicantId: string, outcome: AccountOutcome): Asked | undefined {
  const account = one(state, [applicantId])?.account;
  return account && { type: 'RecordAccount', data: { applicantId, ...account, outcome } };
}

function putOut({ ground, reason }: BindingEvents['ApplicantWithdrawn'], batch: Batch): Asked | undefined {
  if (ground === 'student-left') return leaving(batch);
  // An erasure has an event of its own at the end of the batch.
  if (ground === 'erased') return undefined;
  const applicantIds = batch.flatMap(({ type, data }) => (type === 'ApplicantWithdrawn' ? [data.applicantId] : []));
  return { type: 'Withdraw', data: { applicantIds, ...(reason !== undefined && { reason }) } };
}

function closedAtOnce(
  { outcome, reason }: BindingEvents['BindingRequestClosed'],
  batch: Batch,
  state: BindingState,
): Asked | undefined {
  switch (outcome) {
    case 'expired':
      return passed('unfinished', state?.expiresAt);
    case 'student-left':
      return leaving(batch);
    case 'withdrawn':
      return { type: 'Withdraw', data: reason === undefined ? {} : { reason } };
    default:
      return undefined;
  }
}

function leaving([{ metadata }]: Batch): Asked {
  return { type: 'RosterChanged', data: { rosterVersion: metadata.facts.rosterVersion ?? 0 } };
}

function one(state: BindingState, [applicantId]: readonly string[]): ApplicantState | undefined {
  return state === null || applicantId === undefined ? undefined : applicantOf(state, applicantId);
}

function firstOf<T extends BindingEventType>(batch: Batch, type: T): BindingEvents[T] | undefined {
  return batch.find((event) => event.type === type)?.data as BindingEvents[T] | undefined;
}
