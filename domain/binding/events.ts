/**
 * What can have happened to a binding request. Wire names and shapes are stable: a change of shape raises
 * `schemaVersion` in the metadata and adds an upcaster. Times are RFC 3339 UTC with milliseconds; each event that sets,
 * moves or ends a deadline carries the new absolute time.
 */
import type { ApplicantStatus, Channel, Holder, Mode, Outcome, Relation, Role } from './vocabulary.js';

/**
 * A value that only the HTTP edge and the account activity can open: AES-256-GCM under the key of the person it
 * belongs to. The rules never look inside.
 */
export type Sealed = string & { readonly __sealed?: never };

export type Instant = string;

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

interface Escalated {
  readonly applicantIds: readonly string[];
  readonly holder: Holder;
  /** Absent when the last holder has been reached and only a person can move the case on. */
  readonly reviewDueAt?: Instant;
  readonly from: Holder;
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
    readonly expiresAt: Instant;
  };
  readonly StudentInfoConfirmed: { readonly shownVersion: number; readonly expiresAt: Instant };
  readonly ConsentGiven: {
    readonly textVersion: string;
    readonly textSha256: string;
    readonly method: 'online' | 'paper';
    readonly paperDate?: string;
    readonly expiresAt: Instant;
  };
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
    readonly expiresAt: Instant;
  };
  readonly SignedConsentSent: {
    readonly applicantIds: readonly string[];
    readonly textVersion: string;
    readonly dossierRevisions: Readonly<Record<string, number>>;
    readonly holder: Holder;
    readonly reviewDueAt: Instant;
  };
  readonly ReviewEscalated: Escalated;
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
  readonly ReviewDecisionRefused: {
    readonly applicantId: string;
    readonly decision: 'approve' | 'reject';
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
  readonly ApplicantExpired: { readonly applicantId: string; readonly kind: string };
  readonly BindingRequestClosed: { readonly outcome: Outcome; readonly results: readonly ApplicantResult[] };
}

export type BindingEventType = keyof BindingEvents;

/** What the rules decide: a fact without its envelope. */
export type BindingEvent = {
  [T in BindingEventType]: { readonly type: T; readonly data: BindingEvents[T] };
}[BindingEventType];

export interface Actor {
  readonly id: string;
  readonly role: Role;
  readonly actingFor?: string;
}

export interface EventMetadata {
  readonly commandId: string;
  /** The binding request the event belongs to. */
  readonly $correlationId: string;
  /** The command that caused it. */
  readonly $causationId: string;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly at: Instant;
  readonly schemaVersion: number;
  /** What the decision used, as references and versions only. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly chain: string;
}

/** An event as the rules and the read models see it once it stands in the log. */
export type RecordedBindingEvent = BindingEvent & {
  readonly revision: number;
  readonly metadata: Pick<EventMetadata, 'commandId' | 'at' | 'actor'>;
};

export const CURRENT_SCHEMA_VERSION = 1;
