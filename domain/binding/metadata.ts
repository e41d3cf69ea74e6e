/** What every event of a binding request carries beside its data: who did it, when, and on what facts it was decided. */
import type { Instant } from '../calendar/instants.js';
import type { Closure } from '../calendar/working-days.js';
import type { Facts, Grant } from './facts.js';
import type { Gap } from './time/periods.js';
import type { Channel, ReviewerRole, Role } from './vocabulary.js';

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
  readonly facts: RecordedFacts;
  readonly chain: string;
}

/** A fact is absent where it is the usual one, such as the class that the request already has. */
export interface RecordedFacts {
  /** RULES_VERSION of the release that decided. */
  readonly rules?: number;
  readonly calendarVersion?: string;
  /** Those that a deadline of these events ran over, in part or whole. */
  readonly closures?: readonly Closure[];
  readonly textVersion?: string;
  /** Where a consent was answered. */
  readonly textSha256?: string;
  /** Where another text was signed than the current one. */
  readonly textSince?: string;
  /** Where a request was opened, as the school. */
  readonly policyVersion?: string;
  readonly schoolId?: string;
  readonly rosterVersion?: number;
  readonly classId?: string;
  readonly enrolment?: NonNullable<Facts['student']>['enrolment'];
  readonly restricted?: true;
  readonly asksForPaper?: true;
  /** The actor's, of the role acted in. */
  readonly grants?: readonly Grant[];
  readonly tied?: true;
  /** The actor, where they are an applicant of the request or bound to its pupil. */
  readonly personRef?: string;
  /** Persons of the request, or the actor, who are bound to the pupil. */
  readonly bound?: readonly string[];
  /** Where a holder was chosen for a review: the offices that could act. */
  readonly canAct?: readonly ReviewerRole[];
  /** The outages that a family's deadline was moved for. */
  readonly gaps?: readonly Gap[];
  /** Of ShiftDeadlines, whose event says only what it moved. */
  readonly closedDay?: string;
}
