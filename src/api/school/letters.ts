/** The letters that tell a family how to sign in first. The first password stands there in words, never as the number. */
import type { PupilList } from '../../people/roster/office/pupil-list.js';
import type { Language } from '../http/answers/language.js';

export interface Letter {
  readonly studentId: string;
  readonly name: string;
  readonly classId: string;
  readonly account: string;
  readonly address: string;
  readonly firstPassword: string;
}

const FIRST = {
  'zh-TW': '學生的身分證統一編號（十碼，第一碼英文字母）；第一次登入後請修改密碼。',
  en: 'The student’s ID number (ten characters, the first a letter); change it at the first sign-in.',
} as const;
const CHANGED = {
  'zh-TW': '密碼已修改過；若忘記密碼，請洽註冊組。',
  en: 'The password was changed already; if it is forgotten, ask the registrar.',
} as const;

/** More than a class has. */
const MOST = 500;

export async function lettersOf(
  pupils: PupilList,
  schoolId: string,
  classId: string,
  address: string,
  language: Language,
): Promise<readonly Letter[]> {
  const found = await pupils.page(schoolId, { classId, enrolledOnly: true }, null, MOST);
  return found
    .flatMap(({ studentId, name, number, activated }) => {
      if (name === null || number === null) return [];
      const firstPassword = (activated ? CHANGED : FIRST)[language];
      return [{ studentId, name, classId, account: `P${number}`, address, firstPassword }];
    })
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
}
