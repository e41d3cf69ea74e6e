/** What a file would change, in clear: it is sealed and put into events piece by piece when it is applied. */
import type { ConflictField, Ending, HoldReason, ImportCounts } from '../../../../../domain/school/events.js';
import type { Exclusion, OfficeRole } from '../read/roster-rows.js';

export interface PupilData {
  readonly name?: string;
  readonly number?: string;
  readonly idNumber?: string;
  readonly suspended?: boolean;
  /** Null: counts from now on. */
  readonly excluded?: Exclusion | null;
}

export interface StaffData {
  readonly name?: string;
  readonly email?: string;
  readonly idNumber?: string;
}

export type Change =
  | { readonly do: 'add-class'; readonly classId: string }
  | {
      readonly do: 'enrol';
      readonly studentId: string;
      readonly loginId: string;
      readonly classId: string;
      readonly name: string;
      readonly number: string;
      readonly idNumber: string;
      readonly suspended: boolean;
      readonly excluded: Exclusion | null;
      readonly movedFrom?: string;
    }
  | ({ readonly do: 'change-pupil'; readonly studentId: string } & PupilData)
  | { readonly do: 'change-class'; readonly studentId: string; readonly classId: string }
  | { readonly do: 'leave'; readonly studentId: string; readonly as: Ending }
  | { readonly do: 'return'; readonly studentId: string; readonly classId: string; readonly suspended: boolean }
  | ({
      readonly do: 'add-staff';
      readonly staffId: string;
      readonly account: string;
      readonly name: string;
    } & StaffData)
  | ({ readonly do: 'change-staff'; readonly staffId: string } & StaffData)
  | { readonly do: 'remove-staff'; readonly staffId: string }
  | { readonly do: 'roles'; readonly staffId: string; readonly roles: readonly OfficeRole[] }
  | { readonly do: 'tie' | 'untie'; readonly staffId: string; readonly studentId: string }
  | { readonly do: 'assign' | 'unassign'; readonly classId: string; readonly staffId: string }
  | {
      readonly do: 'substitute';
      readonly classId: string;
      readonly staffId: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly do: 'end-substitute'; readonly classId: string };

/** A correction here that the file would undo. */
export interface PlannedConflict {
  readonly studentId: string;
  readonly field: ConflictField;
  readonly file: string;
}

export interface Plan {
  readonly changes: readonly Change[];
  readonly conflicts: readonly PlannedConflict[];
  /** Of pupils. */
  readonly counts: ImportCounts;
  /** The same of each kind of file. */
  readonly countsOf: Readonly<Record<string, ImportCounts>>;
  readonly heldBecause: readonly HoldReason[];
  /** Pupils who would end, the first hundred. */
  readonly ending: readonly { readonly studentId: string; readonly classId: string }[];
}

export type Counting = { -readonly [K in keyof ImportCounts]: number };

export function noCounts(): Counting {
  return { added: 0, changed: 0, unchanged: 0, ended: 0, conflicts: 0 };
}
