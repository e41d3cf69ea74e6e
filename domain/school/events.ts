/** What happens to a school's roster: stream `school-<id>`. The registry tables are a projection of these events. */
import { event, type EventDeclarations, type EventsOf } from '../event-declaration/event.js';
import { byId, flag, list, number, optional, records, sealed, text } from '../event-declaration/fields.js';

/** Of pupils; a pupil stands in one of the first four, and in conflicts where the file would undo a correction. */
export type ImportCounts = Readonly<Record<'added' | 'changed' | 'unchanged' | 'ended' | 'conflicts', number>>;

export const HOLD_CODES = [
  'too-many-end',
  'class-vanishes',
  'too-many-names',
  'too-many-id-numbers',
  'other-person',
] as const;

/** Why a file waits for a person: so many of so many. */
export interface HoldReason {
  readonly code: (typeof HOLD_CODES)[number];
  readonly count: number;
  readonly of: number;
}

export const CONFLICT_FIELDS = ['name', 'number', 'classId'] as const;
export type ConflictField = (typeof CONFLICT_FIELDS)[number];

export type Ending = 'left' | 'graduated' | 'died';

const SCHOOL = {
  name: text(),
  districtCode: text(),
  district: text(),
  telephone: text(),
  registrarExtension: text(),
  asksForPaper: flag(),
} as const;

/** Days are days in Taipei, `YYYY-MM-DD`. */
export const SCHOOL_EVENTS = {
  SchoolAdded: event('A school takes part from now on.', SCHOOL),
  SchoolDataChanged: event('Name, district, telephone or habits of the school are these.', SCHOOL),
  ClassAdded: event('The school has a class of this name.', { classId: text() }),
  TeacherAssigned: event('The member of staff is class teacher from this day on.', {
    classId: text(),
    staffId: text(),
    from: text(),
  }),
  TeacherUnassigned: event('The member of staff is class teacher until this day.', {
    classId: text(),
    staffId: text(),
    to: text('The last day.'),
  }),
  SubstituteSet: event('The member of staff stands in for the class teacher on these days, in place of any other.', {
    classId: text(),
    staffId: text(),
    from: text(),
    to: text('The last day.'),
  }),
  SubstituteEnded: event('No member of staff stands in for the class teacher any more.', { classId: text() }),
  StaffAdded: event('The member of staff works at the school, for the first time or again, and has this account.', {
    staffId: text(),
    account: text(),
    name: ofStaff('name'),
    email: optional(ofStaff('email')),
    idNumber: optional(ofStaff('idNumber')),
    personRef: optional(text('Random; equal for the same person, and erasable.')),
  }),
  StaffDataChanged: event('Data of the member of staff are these; absent: as they were.', {
    staffId: text(),
    name: optional(ofStaff('name')),
    email: optional(ofStaff('email')),
    idNumber: optional(ofStaff('idNumber')),
    personRef: optional(text()),
  }),
  StaffRemoved: event('The member of staff has left: no account, no rights, no session.', { staffId: text() }),
  RolesChanged: event('The member of staff has these offices, and no others, from the day of the event on.', {
    staffId: text(),
    roles: list<string>('registrar, director.'),
  }),
  FamilyTieSet: event('The member of staff is family of the pupil, and does not decide about them.', {
    staffId: text(),
    studentId: text(),
  }),
  FamilyTieEnded: event('The member of staff is not family of the pupil.', { staffId: text(), studentId: text() }),
  StudentEnrolled: event('A pupil begins at the school.', {
    studentId: text(),
    loginId: text('Of the parent login; its first password is the ID number.'),
    classId: text(),
    personRef: text('Random; equal for the same person, and erasable.'),
    name: ofPupil('name'),
    number: ofPupil('number'),
    idNumber: ofPupil('idNumber'),
    suspended: flag('休學.'),
    excluded: optional(text('Why the pupil does not count in the 綁定率.')),
    movedFrom: optional(text('The school that the pupil comes from; the login there ends.')),
  }),
  StudentDataChanged: event('Data of the pupil are these; absent: as they were.', {
    studentId: text(),
    name: optional(ofPupil('name')),
    number: optional(ofPupil('number')),
    idNumber: optional(ofPupil('idNumber')),
    personRef: optional(text()),
    suspended: optional(flag()),
    excluded: optional(text('Empty: counts in the 綁定率.')),
    corrected: optional(flag('By a correction here, not by a file.')),
    takesBack: optional(text('The correction of this command is undone.')),
  }),
  ClassChanged: event('The pupil is in this class.', {
    studentId: text(),
    classId: text(),
    corrected: optional(flag('By a correction here, not by a file.')),
    withData: optional(flag('One version of the entry with the data of the same command.')),
    takesBack: optional(text('The correction of this command is undone.')),
  }),
  StudentLeft: event('The pupil is no longer at the school.', {
    studentId: text(),
    as: text<Ending>('left, graduated, died.'),
    movedTo: optional(text('The school that has the pupil now.')),
  }),
  StudentReturned: event('A pupil who had left is at the school again.', {
    studentId: text(),
    classId: text(),
    suspended: flag(),
  }),
  StudentRestricted: event('A protective order: on these days only the registrar decides about the pupil.', {
    studentId: text(),
    from: text(),
    to: optional(text('The last day; absent: until it is lifted.')),
    document: hidden('document', 'studentId'),
    note: hidden('note', 'studentId'),
  }),
  StudentRestrictionLifted: event('The protective order is over.', {
    studentId: text(),
    note: hidden('note', 'studentId'),
  }),
  PasswordReset: event('At the counter the account got a one-time code in place of its password.', {
    subjectId: text('The pupil or the member of staff.'),
    kind: text<'student' | 'staff'>(),
    reason: hidden('reason', 'subjectId'),
    expiresAt: text('When the code ends.'),
  }),
  DayClosed: event('A day without office work at this school.', { day: text() }),
  RosterImportHeld: event('A file waits for a person to confirm it; nothing of it is applied.', {
    importId: text(),
    counts: byId<number>('Of pupils: added, changed, unchanged, ended, conflicts.'),
    because: list<HoldReason>('{code, count, of}.'),
  }),
  RosterImportApplied: event(
    'The events of this try of the import count, all of them; without this event at their end none of them does.',
    {
      importId: text(),
      attempt: number(),
      counts: byId<number>('Of pupils: added, changed, unchanged, ended, conflicts.'),
      conflicts: records(
        {
          conflictId: text(),
          studentId: text(),
          field: text<ConflictField>(),
          file: sealed(
            { as: 'conflict', subject: 'studentId', readers: ['school'], auditor: 'hidden' },
            'Sealed as conflict- and the name of the field.',
          ),
        },
        'Where the file would have undone a correction.',
      ),
    },
  ),
  ConflictResolved: event('What counts where a file and a correction here differ.', {
    conflictId: text(),
    studentId: text(),
    field: text<ConflictField>(),
    keep: text<'here' | 'file'>(),
  }),
} as const satisfies EventDeclarations;

/** Data of each event, by its name. */
export type SchoolEvents = EventsOf<typeof SCHOOL_EVENTS>;
export type SchoolEventType = keyof SchoolEvents;
export type SchoolEvent = {
  [T in SchoolEventType]: { readonly type: T; readonly data: SchoolEvents[T] };
}[SchoolEventType];

export const SCHOOL_CATEGORY = 'school';
/** Of the data of events; raised with an upcaster when one changes its shape. */
export const SCHOOL_SCHEMA_VERSION = 1;

export function schoolStream(schoolId: string): string {
  return `${SCHOOL_CATEGORY}-${schoolId}`;
}

function ofPupil<F extends 'name' | 'number' | 'idNumber'>(as: F) {
  const masks = { name: 'name', number: 'hidden', idNumber: 'idNumber' } as const;
  return sealed({ as, subject: 'studentId', readers: ['school'], auditor: masks[as] });
}

function ofStaff<F extends 'name' | 'email' | 'idNumber'>(as: F) {
  return sealed({ as, subject: 'staffId', readers: ['school'], auditor: as });
}

function hidden<const S extends string>(as: string, subject: S) {
  return sealed({ as, subject, readers: ['school'], auditor: 'hidden' });
}
