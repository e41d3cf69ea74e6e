/** What the rules need from outside. The caller looks it up in one query just before the decision. */
import type { Instant } from '../calendar/instants.js';
import type { Gap } from './time/periods.js';
import type { ReviewerRole, Role } from './vocabulary.js';
import type { Closure } from '../calendar/working-days.js';

export interface Grant {
  readonly role: Role;
  readonly schoolId?: string;
  readonly classId?: string;
}

/** A member of staff who could review this pupil's request. */
export interface Reviewer {
  readonly staffId: string;
  readonly personRef?: string;
  /** The roster records a family tie with the pupil. */
  readonly tied: boolean;
}

export interface Facts {
  readonly now: Instant;
  /** Absent when the roster does not know the pupil. */
  readonly student?: {
    readonly studentId: string;
    readonly schoolId: string;
    readonly classId: string;
    readonly enrolment: 'enrolled' | 'left' | 'graduated' | 'died';
    readonly rosterVersion: number;
    /** A protective order: no one at the school decides alone. */
    readonly restricted: boolean;
    /** Reference of the pupil as a person, to keep them from being their own guardian. */
    readonly personRef?: string;
  };
  /** Class teachers (and substitutes) of the pupil's class today, registrars and directors of the school. */
  readonly reviewers: { readonly [R in ReviewerRole]: readonly Reviewer[] };
  /** The actor's rights now; empty for parents and the system. */
  readonly actor: { readonly grants: readonly Grant[]; readonly personRef?: string; readonly tied: boolean };
  /** Persons already bound to this pupil. */
  readonly boundPersonRefs: readonly string[];
  /** `since`: when it took the place of the text before it; absent for the first one. */
  readonly consentText: { readonly version: string; readonly sha256: string; readonly since?: Instant };
  readonly calendarVersion: string;
  /** Days without office work at this school beside the calendar's. */
  readonly closures?: readonly Closure[];
  /** Of late, while nobody could be served: longer than an hour each, by the clock. */
  readonly gaps?: readonly Gap[];
  /** The school wants the signed paper form before it reviews. */
  readonly asksForPaper?: boolean;
  /** Policy for a request that opens now; a running one keeps its own. */
  readonly policyVersion: string;
}

/** Graduated, at another school, or dead: nothing is sent or decided for this pupil any more. */
export function hasLeft({ student }: Pick<Facts, 'student'>): boolean {
  return student !== undefined && student.enrolment !== 'enrolled';
}
