/**
 * The people of the demonstration and of the tests. None of them exists; every ID number is valid by its checksum.
 * Every number is valid by its checksum.
 */
import { present } from '../../../domain/present.js';
import type { Grant } from '../../../domain/binding/facts.js';
import type { Relation } from '../../../domain/binding/vocabulary.js';

/** Of every member of staff; no forced change. */
export const DEMO_STAFF_PASSWORD = 'quiet-river-2020';

export const demoDistrict = { code: '63000010', name: '松山區' } as const;

export interface DemoSchool {
  readonly schoolId: string;
  readonly name: string;
  readonly telephone: string;
  readonly classes: readonly string[];
}

export const demoSchools: readonly DemoSchool[] = [
  { schoolId: 'T01', name: '臺北市立西松高級中學', telephone: '02-0000-0001', classes: [] },
  { schoolId: 'T02', name: '臺北市立中崙高級中學', telephone: '02-0000-0002', classes: [] },
  { schoolId: 'T03', name: '臺北市立介壽國民中學', telephone: '02-0000-0003', classes: [] },
  { schoolId: 'T04', name: '臺北市立民生國民中學', telephone: '02-0000-0004', classes: [] },
  { schoolId: 'T05', name: '臺北市立中山國民中學', telephone: '02-0000-0005', classes: [] },
  { schoolId: 'T06', name: '臺北市立敦化國民中學', telephone: '02-0000-0006', classes: [] },
  { schoolId: 'T98', name: '測試國中2', telephone: '02-0000-0098', classes: ['101'] },
  { schoolId: 'T99', name: '測試國中1', telephone: '02-0000-0099', classes: ['301', '302', '303'] },
];

export interface DemoPupil {
  readonly schoolId: string;
  readonly classId: string;
  readonly number: string;
  readonly name: string;
  readonly idNumber: string;
  /** Account of the member of staff who is family. */
  readonly familyOf?: string;
}

export const demoPupils: readonly DemoPupil[] = [
  { schoolId: 'T99', classId: '301', number: '10630008', name: '尹安安', idNumber: 'A200000003' },
  { schoolId: 'T99', classId: '301', number: '10630009', name: '王小明', idNumber: 'A100000001' },
  { schoolId: 'T99', classId: '301', number: '10630010', name: '李佳穎', idNumber: 'A200000012' },
  { schoolId: 'T99', classId: '301', number: '10630011', name: '陳宥廷', idNumber: 'A100000010' },
  { schoolId: 'T99', classId: '301', number: '10630012', name: '黃子晴', idNumber: 'A200000021' },
  { schoolId: 'T99', classId: '301', number: '10630013', name: '吳承恩', idNumber: 'A100000029' },
  {
    schoolId: 'T99',
    classId: '301',
    number: '10630014',
    name: '林書宇',
    idNumber: 'A100000038',
    familyOf: 'teacher301',
  },
  { schoolId: 'T99', classId: '302', number: '10630021', name: '張雅婷', idNumber: 'A200000030' },
  { schoolId: 'T99', classId: '302', number: '10630022', name: '劉家豪', idNumber: 'A100000047' },
  // Sister of 10630009.
  { schoolId: 'T99', classId: '302', number: '10630023', name: '王小華', idNumber: 'A200000049' },
  { schoolId: 'T99', classId: '303', number: '10630031', name: '蔡明哲', idNumber: 'A100000056' },
  { schoolId: 'T98', classId: '101', number: '10690001', name: '周小雨', idNumber: 'A200000058' },
];

export interface DemoStaff {
  readonly account: string;
  readonly name: string;
  readonly idNumber?: string;
  /** Absent: city staff. */
  readonly schoolId?: string;
  readonly grant: Grant;
}

export const demoStaff: readonly DemoStaff[] = [
  teacher('teacher301', '林美惠', 'F200000008', 'T99', '301'),
  teacher('teacher302', '陳志明', 'F100000006', 'T99', '302'),
  teacher('teacher101b', '簡志豪', 'F100000024', 'T98', '101'),
  office('registrar', '許文玲', 'F200000017', 'T99', 'registrar'),
  office('registrar98', '註冊組長', undefined, 'T98', 'registrar'),
  office('director', '郭建國', 'F100000015', 'T99', 'director'),
  { account: 'auditor', name: '何淑芬', idNumber: 'F200000026', grant: { role: 'auditor' } },
  { account: 'admin1', name: '系統管理者', grant: { role: 'administrator' } },
  { account: 'admin2', name: '系統管理者', grant: { role: 'administrator' } },
];

export interface DemoApplicant {
  readonly name: string;
  readonly relation: Relation;
  readonly idNumber: string;
  readonly mobile: string;
  readonly email: string;
  /** Numbers of the pupils in whose stories they appear. */
  readonly pupils: readonly string[];
}

/** They are not loaded: the stories of `npm run demo` and of the tests type them in. */
export const demoApplicants = {
  /** The guide's own. */
  wangDaming: {
    name: '王大明',
    relation: 'father',
    idNumber: 'A111111113',
    mobile: '0912345678',
    email: 'tpservice@example.org',
    pupils: ['10630008'],
  },
  yinLihua: {
    name: '尹麗華',
    relation: 'mother',
    idNumber: 'F200000035',
    mobile: '0922333444',
    email: 'lihua@example.org',
    pupils: [],
  },
  wangJianmin: {
    name: '王建民',
    relation: 'father',
    idNumber: 'S103929197',
    mobile: '0933222111',
    email: 'chienmin@example.org',
    pupils: ['10630009', '10630023'],
  },
} as const satisfies Readonly<Record<string, DemoApplicant>>;

/** Guide, step 1: the pupil's parent login. */
export function demoParentAccount({ number }: DemoPupil): string {
  return `P${number}`;
}

function teacher(account: string, name: string, idNumber: string, schoolId: string, classId: string): DemoStaff {
  return { account, name, idNumber, schoolId, grant: { role: 'class-teacher', schoolId, classId } };
}

function office(
  account: string,
  name: string,
  idNumber: string | undefined,
  schoolId: string,
  role: 'registrar' | 'director',
): DemoStaff {
  return { account, name, ...present({ idNumber }), schoolId, grant: { role, schoolId } };
}
