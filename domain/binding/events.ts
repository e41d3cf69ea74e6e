/**
 * What can have happened to a binding request. Wire names and shapes are stable: a change of shape raises
 * `schemaVersion` in the metadata and adds an upcaster. Times are RFC 3339 UTC with milliseconds; each event that sets,
 * moves or ends a deadline carries the new absolute time.
 */
import type { Instant } from '../calendar/instants.js';
import type { Sealed } from '../sealed.js';
import type { EventMetadata } from './metadata.js';
import type {
  ApplicantStatus,
  Channel,
  CorrectableField,
  DisputeHolder,
  Holder,
  Mode,
  Outcome,
  PaperDocument,
  Relation,
  WithdrawalGround,
} from './vocabulary.js';

export interface SealedApplicant {
  readonly applicantId: string;
  readonly relation: Relation;
  /** Random references: equal for the same person (the same e-mail), say nothing else, and can be erased. */
  readonly personRef: string;
  readonly emailRef: string;
  readonly name: Sealed;
  readonly idNumber: Sealed;
  readonly mobile: Sealed;
  readonly email: Sealed;
}

export interface ApplicantResult {
  readonly applicantId: string;
  readonly state: ApplicantStatus;
}

/** What was typed anew; a reference comes with the value it refers to. Absent: as it was. */
export type ChangedFields = Partial<Omit<SealedApplicant, 'applicantId'>>;

/** The family's clock, set anew by each of its acts. */
interface FamilyClock {
  readonly expiresAt: Instant;
  /** When the family is first reminded; absent in events that were written before there were reminders. */
  readonly remindAt?: Instant;
}

/** A review that goes to somebody, with the clock of that office. */
interface Assigned {
  readonly applicantIds: readonly string[];
  readonly holder: Holder;
  /** Absent when the last holder has been reached and only a person can move the case on. */
  readonly reviewDueAt?: Instant;
  /** When the holder is next reminded. */
  readonly remindAt?: Instant;
}

interface Reminded {
  /** How many there have been, with this one. */
  readonly nth: number;
  /** Absent: this was the last. */
  readonly nextAt?: Instant;
}

export interface ShiftedDeadline {
  readonly applicantId: string;
  readonly dueAt?: Instant;
  readonly paperDueAt?: Instant;
}

export interface BindingEvents {
  readonly BindingRequestOpened: {
    readonly caseNumber: string;
    readonly schoolId: string;
    readonly studentId: string;
    readonly classId: string;
    readonly loginId: string;
    readonly channel: Channel;
    readonly policyVersion: string;
    readonly rosterVersion: number;
    /** Sealed JSON {name, number}. */
    readonly student: Sealed;
  } & FamilyClock;
  readonly StudentInfoConfirmed: { readonly shownVersion: number } & FamilyClock;
  /** The family's clock stands still until the school has answered. */
  readonly StudentInfoDisputed: { readonly note: Sealed; readonly holder: DisputeHolder; readonly dueAt: Instant };
  readonly DisputeEscalated: {
    readonly holder: DisputeHolder;
    /** Absent when the dispute is listed to the administrator. */
    readonly dueAt?: Instant;
    readonly from: DisputeHolder;
  };
  readonly StudentInfoCorrected: {
    /** Sealed JSON of what the roster says now and said otherwise before: {name?, classId?, studentNumber?}. */
    readonly changes: Sealed;
    readonly rosterVersion: number;
    readonly classId: string;
    readonly student: Sealed;
  } & FamilyClock;
  readonly StudentInfoKept: { readonly note: Sealed } & FamilyClock;
  readonly ConsentGiven: {
    readonly textVersion: string;
    readonly textSha256: string;
    readonly method: 'online' | 'paper';
    readonly paperDate?: string;
  } & FamilyClock;
  readonly ConsentRefused: {
    readonly textVersion: string;
    readonly textSha256: string;
    readonly decision: 'agree' | 'disagree';
    readonly method: 'online' | 'paper';
    readonly paperDate?: string;
  };
  readonly ApplicationFilled: {
    readonly mode: Mode;
    readonly applicants: readonly SealedApplicant[];
  } & FamilyClock;
  /** The clock is there while somebody is drafted: a correction has a clock of its own. */
  readonly ApplicantAmended: { readonly applicantId: string; readonly changed: ChangedFields } & Partial<FamilyClock>;
  readonly EmailProven: {
    readonly applicantId: string;
    readonly emailRef: string;
    /** Where it cures an address that was taken: when the applicant is approved again. */
    readonly effectiveAt?: Instant;
  };
  readonly EvidenceAdded: {
    readonly applicantId: string;
    readonly evidenceId: string;
    readonly sha256: string;
    /** Media type. */
    readonly type: string;
    /** Bytes. */
    readonly size: number;
  };
  readonly EvidenceRemoved: { readonly applicantId: string; readonly evidenceId: string };
  readonly PaperFormReceived: {
    readonly applicantId: string;
    readonly documents: readonly PaperDocument[];
    /** Absent while the applicant is not under review. */
    readonly reviewDueAt?: Instant;
    readonly remindAt?: Instant;
  };
  readonly SignedConsentSent: {
    readonly applicantIds: readonly string[];
    readonly textVersion: string;
    readonly dossierRevisions: Readonly<Record<string, number>>;
    readonly holder: Holder;
    /** While the school waits for the paper form: the latest it can be. */
    readonly reviewDueAt: Instant;
    readonly remindAt?: Instant;
    /** Where the school asks for the paper form and does not have it yet. */
    readonly paperDueAt?: Instant;
    readonly paperRemindAt?: Instant;
  };
  readonly ApplicationRecalled: { readonly applicantIds: readonly string[] } & FamilyClock;
  /** The student's class has changed. Names nobody when no review lay with the class teacher. */
  readonly ReviewReassigned: Assigned & { readonly classId: string; readonly rosterVersion: number };
  readonly ReviewTakenOver: Assigned & { readonly reason: Sealed };
  readonly ReviewEscalated: Assigned & { readonly from: Holder };
  readonly RequestReminderDue: Reminded & {
    readonly kind: 'unfinished' | 'paper-form';
    /** Whose paper form is awaited. */
    readonly applicantIds?: readonly string[];
  };
  readonly ReviewReminderDue: Reminded & {
    readonly kind: 'review';
    readonly applicantIds: readonly string[];
    readonly holder: Holder;
  };
  readonly ApplicantApproved: {
    readonly applicantId: string;
    readonly dossierRevision: number;
    readonly formChecked: boolean;
    readonly effectiveAt: Instant;
  };
  readonly ApplicantRejected: {
    readonly applicantId: string;
    readonly dossierRevision: number;
    readonly reasonCode: string;
    readonly note?: Sealed;
  };
  readonly CorrectionRequested: {
    readonly applicantId: string;
    readonly dossierRevision: number;
    readonly fields: readonly CorrectableField[];
    readonly reasonCode: string;
    readonly note?: Sealed;
    readonly dueAt: Instant;
  };
  readonly ReviewDecisionRefused: {
    readonly applicantId: string;
    readonly decision: 'approve' | 'reject' | 'request-correction';
    readonly dossierRevision: number;
    readonly code: string;
  };
  readonly AccountCreationStarted: {
    readonly applicantId: string;
    readonly accountId: string;
    readonly attempt: number;
    readonly dueAt: Instant;
  };
  readonly AccountCreated: { readonly applicantId: string; readonly accountId: string };
  readonly AccountLinked: { readonly applicantId: string; readonly accountId: string };
  readonly ApplicantEmailTaken: { readonly applicantId: string; readonly dueAt: Instant };
  readonly AccountCreationFailed: { readonly applicantId: string; readonly reason: string };
  readonly AccountAbandoned: { readonly applicantId: string; readonly reason: Sealed };
  readonly ApplicantWithdrawn: {
    readonly applicantId: string;
    readonly ground: WithdrawalGround;
    readonly reason?: Sealed;
  };
  readonly ApplicantExpired: { readonly applicantId: string; readonly kind: string };
  /** A day on which the offices are closed was added: every deadline in working days that had to move. */
  readonly DeadlinesShifted: {
    readonly calendarVersion: string;
    readonly disputeDueAt?: Instant;
    readonly applicants: readonly ShiftedDeadline[];
  };
  readonly BindingRequestClosed: {
    readonly outcome: Outcome;
    readonly results: readonly ApplicantResult[];
    /** Of a withdrawal before there was an applicant to withdraw. */
    readonly reason?: Sealed;
  };
  readonly PersonalDataErased: { readonly subjectId: string; readonly ground: string };
}

export type BindingEventType = keyof BindingEvents;

/** What the rules decide: a fact without its envelope. */
export type BindingEvent = {
  [T in BindingEventType]: { readonly type: T; readonly data: BindingEvents[T] };
}[BindingEventType];

/** An event as the rules and the read models see it once it stands in the log. */
export type RecordedBindingEvent = BindingEvent & {
  readonly revision: number;
  readonly metadata: Pick<EventMetadata, 'commandId' | 'at' | 'actor'>;
};

export const CURRENT_SCHEMA_VERSION = 1;
