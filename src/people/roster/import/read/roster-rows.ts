/** What the files of an import say, whatever their format: rows of known kinds, each with its place. */

export const ENROLMENTS = ['enrolled', 'suspended', 'graduated', 'left', 'died'] as const;
/** 學籍狀態. */
export type Enrolment = (typeof ENROLMENTS)[number];

export const EXCLUSIONS = ['experimental-education', 'placement', 'other'] as const;
/** Why a pupil does not count in the 綁定率. */
export type Exclusion = (typeof EXCLUSIONS)[number];

export const OFFICE_ROLES = ['registrar', 'director'] as const;
export type OfficeRole = (typeof OFFICE_ROLES)[number];

/** Where a row stands, and the headers of its columns, for what is found wrong later. */
export interface Place {
  readonly file: FileHead;
  readonly row: number;
}

export interface FileHead {
  readonly name: string;
  /** Header text by the name of the column. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface StudentRow {
  readonly place: Place;
  readonly number: string;
  readonly name: string;
  /** Valid, ten characters. */
  readonly idNumber: string;
  readonly classId: string;
  readonly enrolment: Enrolment;
  readonly excluded: Exclusion | null;
}

export interface ClassRow {
  readonly place: Place;
  readonly classId: string;
  /** Account in lower case; null: the cell is empty, so the class has none; undefined: the file has no such column. */
  readonly teacher?: string | null;
  readonly substitute?: { readonly account: string; readonly from: string; readonly to: string } | null;
}

export interface StaffRow {
  readonly place: Place;
  /** In lower case. */
  readonly account: string;
  readonly name: string;
  readonly email?: string | null;
  readonly idNumber?: string | null;
  /** Student numbers of the school; undefined: the file has no such column, and ties stay as they are. */
  readonly children?: readonly string[];
  readonly roles?: readonly OfficeRole[];
  readonly active: boolean;
}

export interface SchoolRow {
  readonly place: Place;
  readonly schoolId: string;
  readonly name: string;
  readonly districtCode: string;
  readonly district: string;
  readonly telephone?: string;
  readonly registrarExtension?: string;
  readonly asksForPaper?: boolean;
}

export interface RosterRows {
  /** Undefined: no file of this kind came. Students are the whole school. */
  students?: StudentRow[];
  classes?: ClassRow[];
  staff?: StaffRow[];
  schools?: SchoolRow[];
}

export interface ReadFile {
  readonly name: string;
  /** `students`, or a table of OneRoster. */
  readonly kind: string | null;
  readonly encoding: string | null;
  readonly rows: number;
}
