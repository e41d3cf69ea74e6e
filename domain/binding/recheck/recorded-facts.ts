/**
 * What a decision used of the facts, as it stands in the metadata of its events: references and versions only, enough to
 * decide the same again years later, nothing to read about a person.
 */
import type { Command } from '../commands.js';
import type { EventMetadata, RecordedFacts } from '../metadata.js';
import type { Facts, Reviewer } from '../facts.js';
import { canAct } from '../review/holders.js';
import type { BindingState } from '../state.js';
import { REVIEWERS, type ReviewerRole } from '../vocabulary.js';

/**
 * Which release's rules decided, raised when a decision begins to write what it did not write before. Recordings without
 * it are of rules 1: no reminders, and what is marked below as of rules 2 was not noted.
 */
export const RULES_VERSION = 2;

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
      SEEKING.includes(command.type) && { canAct: REVIEWERS.filter((office) => canAct(office, state, facts)) }),
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
