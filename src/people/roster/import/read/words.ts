/** Words that a cell may hold for a code, in either language. */
import { ENROLMENTS, EXCLUSIONS, OFFICE_ROLES } from './roster-rows.js';

type Words<Code extends string> = Readonly<Record<Code, string>>;

export const ENROLMENT_WORDS: Words<(typeof ENROLMENTS)[number]> = {
  enrolled: '在學',
  suspended: '休學',
  graduated: '畢業',
  left: '轉出',
  died: '死亡',
};

export const EXCLUSION_WORDS: Words<(typeof EXCLUSIONS)[number]> = {
  'experimental-education': '實驗教育',
  placement: '社福安置',
  other: '其他',
};

export const ROLE_WORDS: Words<(typeof OFFICE_ROLES)[number]> = { registrar: '註冊組長', director: '教務主任' };

export const YES_NO_WORDS: Words<'yes' | 'no'> = { yes: '是', no: '否' };

/** Undefined for a word that is none of them. */
export function codeOf<Code extends string>(words: Words<Code>, cell: string): Code | undefined {
  const text = cell.toLowerCase();
  return (Object.keys(words) as Code[]).find((code) => code === text || words[code] === cell);
}
