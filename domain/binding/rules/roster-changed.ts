import { unsettled } from '../applicants.js';
import { policyFor, reviewClock } from '../time/clocks.js';
import { withdrawn } from '../close.js';
import type { BindingEvent } from '../events.js';
import type { Facts } from '../facts.js';
import { firstHolder } from '../review/holders.js';
import { byTime, type Instant } from '../../calendar/instants.js';
import { happened, NOTHING_TO_DO, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';

type Student = NonNullable<Facts['student']>;

/** A new class brings a new class teacher; when the student has left, the unsettled applicants end. */
export const rosterChanged = rule('RosterChanged', { refuses: [] }, (request, _command, facts) => {
  const { student } = facts;
  if (request.stage === 'closed' || student === undefined) return NOTHING_TO_DO;
  if (student.enrolment !== 'enrolled') {
    return happened(...withdrawn(request, unsettled(request), { ground: 'student-left' }));
  }
  return student.classId === request.classId ? NOTHING_TO_DO : happened(...reassigned(request, student, facts));
});

/** Reviews that lay with the class teacher go to the new one; escalated reviews stay where they are. */
function reassigned(request: BindingRequest, student: Student, facts: Facts): readonly BindingEvent[] {
  const waiting = request.applicants.filter(({ holder }) => holder === 'class-teacher');
  const dueAts = [...new Set(waiting.map(({ dueAt }) => dueAt))];
  // No review lies with the class teacher: the new class is still recorded, for the next sending.
  const groups = dueAts.length === 0 ? [[]] : dueAts.map((dueAt) => waiting.filter((one) => one.dueAt === dueAt));
  return groups.map((group) => toNewClass(request, student, group, facts));
}

function toNewClass(
  request: BindingRequest,
  { classId, rosterVersion }: Student,
  group: readonly ApplicantState[],
  facts: Facts,
): BindingEvent {
  const holder = firstHolder(request, facts);
  const [first] = group;
  const dueAt = atLeast(policyFor(request, facts).reassigned(facts.now), first?.dueAt);
  const clock = first === undefined ? {} : reviewClock(request, holder, first.reminder?.sent ?? 0, facts, { dueAt });
  const applicantIds = group.map(({ applicantId }) => applicantId);
  return { type: 'ReviewReassigned', data: { applicantIds, holder, ...clock, classId, rosterVersion } };
}

/** The same due day, but not before the earliest one: the new teacher sees the case for the first time. */
function atLeast(earliest: Instant, dueAt: Instant | undefined): Instant {
  return dueAt !== undefined && byTime(earliest, dueAt) < 0 ? dueAt : earliest;
}
