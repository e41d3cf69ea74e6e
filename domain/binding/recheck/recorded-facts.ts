/**
 * What a decision used of the facts, as it stands in the metadata of its events: references and versions only, enough to
 * decide the same again years later, nothing to read about a person.
 */
import type { Command } from '../commands.js';
import type { EventMetadata } from '../events.js';
import type { Facts, Grant, Reviewer } from '../facts.js';
import { canAct } from '../review/holders.js';
import type { BindingState } from '../state.js';
import type { ReviewerRole } from '../vocabulary.js';
import type { Closure } from '../../calendar/working-days.js';

/**
 * Which release's rules decided, raised when a decision begins to write what it did not write before. Recordings without
 * it are of rules 1: no reminders, and what is marked below as of rules 2 was not noted.
 */
export const RULES_VERSION = 2;

/** Absent: nothing to say, as for a class that is the request's own. */
export interface RecordedFacts {
  /** Of rules 2. */
  readonly rules?: number;
  readonly calendarVersion?: string;
  /** Of rules 2, as the three after it. */
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
  /** Where a review looked for its holder: the offices in which somebody could decide. Of rules 2. */
  readonly canAct?: readonly ReviewerRole[];
  /** Of ShiftDeadlines, whose event says only what it moved. */
  readonly closedDay?: string;
}

const OFFICES: readonly ReviewerRole[] = ['class-teacher', 'registrar', 'director'];
/** What may look for a holder. */
const SEEKING: readonly Command['type'][] = ['SignAndSend', 'PassDeadline', 'RosterChanged'];

export function recordFacts(command: Command, state: BindingState, facts: Facts): RecordedFacts {
  const { calendarVersion, closures = [], asksForPaper } = facts;
  return {
    rules: RULES_VERSION,
    calendarVersion,
    ...(closures.length > 0 && { closures }),
    ...recordText(command, state, facts),
    ...(command.type === 'Open' && { policyVersion: facts.policyVersion }),
    ...recordStudent(state, facts),
    ...(asksForPaper === true && { asksForPaper }),
    ...recordActor(command, state, facts),
    ...(state !== null &&
      SEEKING.includes(command.type) && { canAct: OFFICES.filter((office) => canAct(office, state, facts)) }),
    ...(command.type === 'ShiftDeadlines' && { closedDay: command.data.closedDay }),
  };
}

function recordText(command: Command, state: BindingState, { consentText }: Facts): RecordedFacts {
  const { version, sha256, since } = consentText;
  const isOther = command.type === 'SignAndSend' && state?.consent?.textVersion !== version;
  return {
    textVersion: version,
    ...(command.type === 'AnswerConsent' && { textSha256: sha256 }),
    ...(isOther && since !== undefined && { textSince: since }),
  };
}

function recordStudent(state: BindingState, { student }: Facts): RecordedFacts {
  if (student === undefined) return {};
  const { rosterVersion, schoolId, classId, enrolment, restricted } = student;
  return {
    rosterVersion,
    ...(state === null && { schoolId }),
    ...(classId !== state?.classId && { classId }),
    ...(enrolment !== 'enrolled' && { enrolment }),
    ...(restricted && { restricted }),
  };
}

function recordActor(command: Command, state: BindingState, { actor, boundPersonRefs }: Facts): RecordedFacts {
  const { personRef } = actor;
  const applicants = new Set(state?.applicants.map((one) => one.personRef));
  const bound = boundPersonRefs.filter((ref) => applicants.has(ref) || ref === personRef);
  const grants = actor.grants.filter(({ role }) => role === command.actor.role);
  return {
    ...(grants.length > 0 && { grants: grants.map((grant) => ({ ...grant })) }),
    ...(actor.tied && { tied: true }),
    ...(personRef !== undefined && (applicants.has(personRef) || bound.includes(personRef)) && { personRef }),
    ...(bound.length > 0 && { bound }),
  };
}

/** What an event of the batch may say of facts that rules 1 did not record. */
export type ToldByEvents = Partial<
  Readonly<Record<'schoolId' | 'studentId' | 'classId' | 'policyVersion' | 'textSha256', string>>
> & { readonly holders?: readonly string[] };

/** Facts on which the rules decide as they did on those that were recorded. */
export function factsFrom(
  recorded: RecordedFacts,
  { at }: Pick<EventMetadata, 'at'>,
  state: BindingState,
  told: ToldByEvents,
): Facts {
  const { calendarVersion = 'mon-fri-1', closures, bound = [], asksForPaper } = recorded;
  const { grants = [], personRef, tied = false } = recorded;
  return {
    now: at,
    ...studentFrom(recorded, state, told),
    reviewers: reviewersFrom(recorded, told),
    actor: { grants, tied, ...(personRef !== undefined && { personRef }) },
    boundPersonRefs: bound,
    consentText: textFrom(recorded, told),
    calendarVersion,
    ...(closures && { closures }),
    ...(asksForPaper && { asksForPaper }),
    policyVersion: recorded.policyVersion ?? told.policyVersion ?? '1',
  };
}

function studentFrom(recorded: RecordedFacts, state: BindingState, told: ToldByEvents): Pick<Facts, 'student'> {
  const { rosterVersion, enrolment = 'enrolled', restricted = false } = recorded;
  if (rosterVersion === undefined) return {};
  return {
    student: {
      studentId: state?.studentId ?? told.studentId ?? '',
      schoolId: recorded.schoolId ?? state?.schoolId ?? told.schoolId ?? '',
      classId: recorded.classId ?? state?.classId ?? told.classId ?? '',
      enrolment,
      rosterVersion,
      restricted,
    },
  };
}

/** Nobody in particular: who they were does not matter, only that somebody could act. */
const SOMEBODY: readonly Reviewer[] = [{ staffId: '', tied: false }];

/** Rules 1 did not note who could act: the offices that their decision named. */
function reviewersFrom({ canAct: able }: RecordedFacts, { holders = [] }: ToldByEvents): Facts['reviewers'] {
  const of = (office: ReviewerRole) => ((able ?? holders).includes(office) ? SOMEBODY : []);
  return { 'class-teacher': of('class-teacher'), registrar: of('registrar'), director: of('director') };
}

function textFrom({ textVersion, textSha256, textSince }: RecordedFacts, told: ToldByEvents): Facts['consentText'] {
  return {
    version: textVersion ?? '',
    sha256: textSha256 ?? told.textSha256 ?? '',
    ...(textSince !== undefined && { since: textSince }),
  };
}
