/** Rows of the own format, one function a kind; null for a row in which something is wrong. */
import { parseIdNumber } from '../../../../../domain/identity/id-number.js';
import { parsePersonName } from '../../../../../domain/identity/person-name.js';
import { cellList } from './cells.js';
import type { OwnCells } from './own-cells.js';
import type { Kind } from './own-kinds.js';
import type { ClassRow, OfficeRole, RosterRows, SchoolRow, StaffRow, StudentRow } from './roster-rows.js';
import { codeOf, ENROLMENT_WORDS, EXCLUSION_WORDS, ROLE_WORDS, YES_NO_WORDS } from './words.js';

type Rows = Required<RosterRows>;

export const READ_ROW: { readonly [K in Kind]: (cells: OwnCells) => Rows[K][number] | null } = {
  students: studentRow,
  classes: classRow,
  staff: staffRow,
  schools: schoolRow,
};

function studentRow(cells: OwnCells): StudentRow | null {
  const row: StudentRow = {
    place: cells.place,
    number: cells.needed('student_number'),
    name: personName(cells.needed('name')),
    idNumber: cells.idNumber('id_number'),
    classId: cells.needed('class'),
    enrolment: cells.code('status', ENROLMENT_WORDS) ?? 'enrolled',
    excluded: cells.code('excluded', EXCLUSION_WORDS),
  };
  return cells.readable ? row : null;
}

function classRow(cells: OwnCells): ClassRow | null {
  const substitute = cells.optional('substitute');
  const row: ClassRow = {
    place: cells.place,
    classId: cells.needed('class'),
    ...(cells.has('teacher') && { teacher: orNull(account(cells.optional('teacher'))) }),
    ...(substitute !== undefined && { substitute: substitute === '' ? null : substituteOf(cells, substitute) }),
  };
  return cells.readable ? row : null;
}

function substituteOf(cells: OwnCells, typed: string): NonNullable<ClassRow['substitute']> {
  const from = cells.day('substitute_from');
  const to = cells.day('substitute_to');
  if (from !== '' && to !== '' && to < from) cells.fail('invalid-date', 'substitute_to');
  return { account: account(typed), from, to };
}

function staffRow(cells: OwnCells): StaffRow | null {
  const idNumber = cells.optional('id_number');
  const children = cells.optional('children');
  const row: StaffRow = {
    place: cells.place,
    account: account(cells.needed('account')),
    name: personName(cells.needed('name')),
    ...(cells.has('email') && { email: orNull(cells.optional('email')) }),
    ...(idNumber !== undefined && { idNumber: idNumber === '' ? null : staffIdNumber(cells, idNumber) }),
    ...(children !== undefined && { children: [...new Set(cellList(children))] }),
    ...(cells.has('roles') && { roles: rolesOf(cells) }),
    active: cells.code('active', YES_NO_WORDS) !== 'no',
  };
  return cells.readable ? row : null;
}

function staffIdNumber(cells: OwnCells, typed: string): string {
  return parseIdNumber(typed) ?? cells.fail('invalid-id-number', 'id_number');
}

function rolesOf(cells: OwnCells): readonly OfficeRole[] {
  const roles = cellList(cells.optional('roles') ?? '').map((word) => codeOf(ROLE_WORDS, word));
  if (roles.includes(undefined)) cells.fail('invalid-status', 'roles');
  return [...new Set(roles.filter((role) => role !== undefined))].toSorted();
}

function schoolRow(cells: OwnCells): SchoolRow | null {
  const telephone = cells.optional('telephone');
  const registrarExtension = cells.optional('registrar_extension');
  const row: SchoolRow = {
    place: cells.place,
    schoolId: cells.needed('school'),
    name: cells.needed('name'),
    districtCode: cells.needed('district_code'),
    district: cells.needed('district'),
    ...(telephone !== undefined && { telephone }),
    ...(registrarExtension !== undefined && { registrarExtension }),
    ...(cells.has('asks_for_paper') && { asksForPaper: cells.code('asks_for_paper', YES_NO_WORDS) === 'yes' }),
  };
  return cells.readable ? row : null;
}

/** A name that is written as no office writes it is kept as it came: it is text, whatever it begins with. */
export function personName(typed: string): string {
  return parsePersonName(typed) ?? typed;
}

export function account(typed: string | undefined): string {
  return (typed ?? '').toLowerCase();
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
