/** Where roster values are sealed and how they are found: the one place that names contexts and indexes of the roster. */
import type { SealContext } from '../../../activities/ports/personal-data.js';
import { hmacIndex, normalIdNumber } from '../privacy/references.js';

export type PupilField = 'name' | 'number' | 'idNumber';

export function pupilContext(schoolId: string, studentId: string, field: PupilField): SealContext {
  return { stream: `school-${schoolId}`, subject: studentId, field };
}

/** The value of a file that differs from a correction made here. */
export function conflictContext(schoolId: string, studentId: string, field: string): SealContext {
  return { stream: `school-${schoolId}`, subject: studentId, field: `conflict-${field}` };
}

/** City staff belong to no school. */
export function staffContext(
  schoolId: string | null,
  staffId: string,
  field: 'name' | 'email' | 'idNumber' = 'name',
): SealContext {
  return { stream: `school-${schoolId ?? 'city'}`, subject: staffId, field };
}

/** Student numbers are unique within a school. */
export function numberIndex(indexKey: Buffer, schoolId: string, number: string): Buffer {
  return hmacIndex(indexKey, 'student-number', schoolId, number.normalize('NFKC').trim());
}

export function idNumberIndex(indexKey: Buffer, idNumber: string): Buffer {
  return hmacIndex(indexKey, 'pupil-id-number', normalIdNumber(idNumber));
}

/** Account of the guide: `P` and the student number. Cases of letters do not matter in an account. */
export function parentAccountIndex(indexKey: Buffer, schoolId: string, account: string): Buffer {
  return hmacIndex(indexKey, 'parent-account', schoolId, account.normalize('NFKC').trim().toUpperCase());
}
