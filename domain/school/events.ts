/** What happens to a school's roster: stream `school-<id>`. The registry tables are a projection of these events. */
import { count, flag, maybe, record, schoolEvent, sealed, text, texts, type SchoolEventDeclaration } from './event.js';

/** Of pupils; a pupil stands in one of the first four, and in conflicts where the file would undo a correction. */
export interface ImportCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly ended: number;
  readonly conflicts: number;
}

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

const student = sealed('studentId');
const staff = sealed('staffId');
const SCHOOL = {
  name: text,
  districtCode: text,
  district: text,
  telephone: text,
  registrarExtension: text,
  asksForPaper: flag,
};

const DECLARED = [
  schoolEvent('SchoolAdded', 'A school takes part from now on.', SCHOOL),
  schoolEvent('SchoolDataChanged', 'Name, district, telephone or habits of the school are other ones.', SCHOOL),
  schoolEvent('ClassAdded', 'The school has a class of this name.', { classId: text }),
  schoolEvent('TeacherAssigned', 'The member of staff is class teacher from this day on.', {
    classId: text,
    staffId: text,
    from: text,
  }),
  schoolEvent('TeacherUnassigned', 'The member of staff is class teacher until this day, that day included.', {
    classId: text,
    staffId: text,
    to: text,
  }),
  schoolEvent('SubstituteSet', 'The member of staff stands in for the class teacher on these days; one at a time.', {
    classId: text,
    staffId: text,
    from: text,
    to: text,
  }),
  schoolEvent('SubstituteEnded', 'Nobody stands in for the class teacher any more.', { classId: text }),
  schoolEvent('StaffAdded', 'The member of staff works at the school and has this account; also again.', {
    staffId: text,
    account: text,
    name: staff,
    email: maybe(staff),
    idNumber: maybe(staff),
    personRef: maybe(text),
  }),
  schoolEvent('StaffDataChanged', 'Name, e-mail or ID number of the member of staff are these; absent: as they were.', {
    staffId: text,
    name: maybe(staff),
    email: maybe(staff),
    idNumber: maybe(staff),
    personRef: maybe(text),
  }),
  schoolEvent('StaffRemoved', 'The member of staff has left: no account, no rights, no session.', { staffId: text }),
  schoolEvent('RolesChanged', 'The member of staff has these offices, and no others, from the day of the event on.', {
    staffId: text,
    roles: texts,
  }),
  schoolEvent('FamilyTieSet', 'The member of staff is family of the pupil, and never decides about them.', {
    staffId: text,
    studentId: text,
  }),
  schoolEvent('FamilyTieEnded', 'The member of staff is not family of the pupil.', { staffId: text, studentId: text }),
  schoolEvent('StudentEnrolled', 'A pupil begins at the school; from another school where one is named.', {
    studentId: text,
    loginId: text,
    classId: text,
    personRef: text,
    name: student,
    number: student,
    idNumber: student,
    suspended: flag,
    excluded: maybe(text),
    movedFrom: maybe(text),
  }),
  schoolEvent(
    'StudentDataChanged',
    'The pupil’s data are these; absent: as they were. `excluded` is empty where the pupil counts. `corrected`: here, not by a file; `takesBack`: the correction of that command is undone.',
    {
      studentId: text,
      name: maybe(student),
      number: maybe(student),
      idNumber: maybe(student),
      personRef: maybe(text),
      suspended: maybe(flag),
      excluded: maybe(text),
      corrected: maybe(flag),
      takesBack: maybe(text),
    },
  ),
  schoolEvent('ClassChanged', 'The pupil is in this class; `corrected`: by a correction here, not by a file.', {
    studentId: text,
    classId: text,
    corrected: maybe(flag),
    takesBack: maybe(text),
  }),
  schoolEvent(
    'StudentLeft',
    'The pupil is no longer at the school, and why; `movedTo` names the school that has them.',
    {
      studentId: text,
      as: text,
      movedTo: maybe(text),
    },
  ),
  schoolEvent('StudentReturned', 'A pupil who had left is at the school again.', {
    studentId: text,
    classId: text,
    suspended: flag,
  }),
  schoolEvent('StudentRestricted', 'A protective order: on these days nobody but the registrar decides.', {
    studentId: text,
    from: text,
    to: maybe(text),
    document: student,
    note: student,
  }),
  schoolEvent('StudentRestrictionLifted', 'The protective order is over.', { studentId: text, note: student }),
  schoolEvent('PasswordReset', 'At the counter the account got a one-time code in place of its password.', {
    /** The pupil or the member of staff. */
    subjectId: text,
    kind: text,
    reason: sealed('subjectId'),
    expiresAt: text,
  }),
  schoolEvent('DayClosed', 'A day without office work at this school.', { day: text }),
  schoolEvent('RosterImportHeld', 'A file waits for a person to confirm it; nothing of it is applied.', {
    importId: text,
    counts: record<ImportCounts>(),
    because: record<readonly HoldReason[]>(),
  }),
  schoolEvent(
    'RosterImportApplied',
    'The events of this attempt of the import count from here on, all of them; without this event none of them does.',
    {
      importId: text,
      attempt: count,
      counts: record<ImportCounts>(),
      /** What the file would have undone; the file's value is sealed under the pupil's key. */
      conflicts: record<readonly FoundConflict[]>(),
    },
  ),
  schoolEvent('ConflictResolved', 'What counts where a file and a correction here differ: `here` or `file`.', {
    conflictId: text,
    studentId: text,
    field: text,
    keep: text,
  }),
] as const;

export interface FoundConflict {
  readonly conflictId: string;
  readonly studentId: string;
  readonly field: ConflictField;
  /** The file's value, sealed under the pupil's key as `conflict-<field>`. */
  readonly file: string;
}

type Declared = (typeof DECLARED)[number];
export type SchoolEventType = Declared['type'];
type DataOf<D> = D extends SchoolEventDeclaration<string, infer Data> ? Data : never;

/** Data of each event, by its name. */
export type SchoolEvents = { readonly [D in Declared as D['type']]: DataOf<D> };
export type SchoolEvent = {
  [T in SchoolEventType]: { readonly type: T; readonly data: SchoolEvents[T] };
}[SchoolEventType];

export const SCHOOL_EVENTS: ReadonlyMap<string, SchoolEventDeclaration<string, unknown>> = new Map(
  DECLARED.map((declared) => [declared.type, declared]),
);

export const SCHOOL_CATEGORY = 'school';
/** Of the data of events; raised with an upcaster when one changes its shape. */
export const SCHOOL_SCHEMA_VERSION = 1;

export function schoolStream(schoolId: string): string {
  return `${SCHOOL_CATEGORY}-${schoolId}`;
}
