/**
 * The facts that a decision used, as the metadata of its events record them: references and versions only. They are enough
 * to take the same decision again years later, and they say nothing readable about a person.
 */
import { present } from '../../present.js';
import { taipeiDay } from '../../calendar/taipei.js';
import type { Closure } from '../../calendar/working-days.js';
import type { Command } from '../commands.js';
import type { BindingEvent } from '../events.js';
import type { EventMetadata, RecordedFacts } from '../metadata.js';
import type { Facts, Reviewer } from '../facts.js';
import { canAct } from '../review/holders.js';
import type { BindingState } from '../state.js';
import { REVIEWERS, type ReviewerRole } from '../vocabulary.js';

/**
 * Which release's rules decided: raised when a decision begins to write what it did not write before. Recordings of
 * earlier versions are not read (docs/adr/0024-no-older-recordings.md).
 */
export const RULES_VERSION = 2;

/** Commands that may choose a holder for a review. */
const SEEKING: readonly Command['type'][] = ['SignAndSend', 'PassDeadline', 'RosterChanged'];

/** @param events what was decided on these facts */
export function recordFacts(
  command: Command,
  state: BindingState,
  facts: Facts,
  events: readonly BindingEvent[],
): RecordedFacts {
  const { calendarVersion, asksForPaper } = facts;
  return {
    rules: RULES_VERSION,
    calendarVersion,
    ...recordTime(state, facts, events),
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

function recordTime(state: BindingState, facts: Facts, events: readonly BindingEvent[]): RecordedFacts {
  const closures = closuresMet(state, facts, events);
  const isExcused = events.some(({ type, data }) => type === 'DeadlinesShifted' && data.reason === 'outage');
  return {
    ...(closures.length > 0 && { closures }),
    ...(isExcused && facts.gaps && { gaps: facts.gaps }),
  };
}

/** What a school was ever closed on is much; what counts is where the deadlines of these events begin and end. */
function closuresMet(
  state: BindingState,
  { now, closures = [] }: Facts,
  events: readonly BindingEvent[],
): readonly Closure[] {
  const ends = events.flatMap(({ data }) => instantsIn(data));
  if (closures.length === 0 || ends.length === 0) return [];
  const periods = [
    state?.dispute?.period,
    ...(state?.applicants ?? []).flatMap((one) => [one.period, one.paperPeriod]),
  ];
  const begins = [now, ...periods.flatMap((period) => (period ? [period.from] : []))];
  // The days of a period before its end are the ones that count; of text in UTC the order is the order of time.
  const [first, last] = [taipeiDay(begins.toSorted()[0] ?? now), taipeiDay(ends.toSorted().at(-1) ?? now)];
  return closures.filter(({ from, to }) => to >= first && from <= last);
}

const COUNTED: readonly string[] = [
  'dueAt',
  'reviewDueAt',
  'paperDueAt',
  'paperRemindAt',
  'disputeDueAt',
  'nextAt',
  'remindAt',
];

function instantsIn(data: object): readonly string[] {
  return Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string' && COUNTED.includes(name)) return [value];
    return name === 'applicants' && Array.isArray(value) ? value.flatMap((one: object) => instantsIn(one)) : [];
  });
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

/**
 * Facts on which the rules decide as they did on those that were recorded.
 * @param command rebuilt from the events; an opening names its student, every later command meets it in the state
 */
export function factsFrom(
  recorded: RecordedFacts,
  { at }: Pick<EventMetadata, 'at'>,
  state: BindingState,
  command: Command,
): Facts {
  const { calendarVersion = 'none', closures, gaps, bound = [], asksForPaper } = recorded;
  const { grants = [], personRef, tied = false } = recorded;
  return {
    now: at,
    ...studentFrom(recorded, state, command),
    reviewers: reviewersFrom(recorded),
    actor: { grants, tied, ...present({ personRef }) },
    boundPersonRefs: bound,
    consentText: textFrom(recorded),
    calendarVersion,
    ...(closures && { closures }),
    ...(gaps && { gaps }),
    ...(asksForPaper && { asksForPaper }),
    policyVersion: recorded.policyVersion ?? '',
  };
}

function studentFrom(recorded: RecordedFacts, state: BindingState, command: Command): Pick<Facts, 'student'> {
  const { rosterVersion, enrolment = 'enrolled', restricted = false } = recorded;
  if (rosterVersion === undefined) return {};
  return {
    student: {
      studentId: state?.studentId ?? (command.type === 'Open' ? command.data.studentId : ''),
      schoolId: recorded.schoolId ?? state?.schoolId ?? '',
      classId: recorded.classId ?? state?.classId ?? '',
      enrolment,
      rosterVersion,
      restricted,
    },
  };
}

/** The recorded facts say that an office could act, not who was in it. */
const SOMEBODY: readonly Reviewer[] = [{ staffId: '', tied: false }];

function reviewersFrom({ canAct: able = [] }: RecordedFacts): Facts['reviewers'] {
  const of = (office: ReviewerRole) => (able.includes(office) ? SOMEBODY : []);
  return { 'class-teacher': of('class-teacher'), registrar: of('registrar'), director: of('director') };
}

function textFrom({ textVersion = '', textSha256 = '', textSince }: RecordedFacts): Facts['consentText'] {
  return { version: textVersion, sha256: textSha256, ...present({ since: textSince }) };
}
