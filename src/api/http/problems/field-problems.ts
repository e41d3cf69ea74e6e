/** Codes of a single field, raised at the edge before anything is sealed (lifecycle.md, Commands). */
import type { ProblemText } from './codes/problem-text.js';
import type { Bilingual } from '../answers/language.js';

type Words = readonly [zh: string, en: string];

const bilingual = ([zh, en]: Words): Bilingual => ({ 'zh-TW': zh, en });

const field = (title: Words, cure: Words): ProblemText => {
  return { status: 422, title: bilingual(title), meaning: bilingual(title), cure: bilingual(cure) };
};

export const FIELD_PROBLEMS = {
  required: field(['必填欄位未填', 'This is needed'], ['請填寫這個欄位。', 'Fill it in.']),
  'unknown-field': field(['沒有這個欄位', 'There is no such field'], ['請移除這個欄位。', 'Leave it out.']),
  'wrong-type': field(
    ['欄位型別不符', 'This is of the wrong type'],
    ['請依文件所列型別填寫。', 'Give it in the type that the documentation says.'],
  ),
  'too-long': field(['內容過長', 'This is too long'], ['請縮短內容。', 'Shorten it.']),
  'not-in-list': field(
    ['不在可選的項目中', 'This is not one of the choices'],
    ['請改選清單內的項目。', 'Choose one from the list.'],
  ),
  'invalid-name': field(
    ['姓名格式不符', 'This is not a name'],
    ['請填寫身分證件上的姓名。', 'Give the name as on the identity card.'],
  ),
  'invalid-id-number': field(
    ['身分證統一編號不正確', 'This is not a valid ID number'],
    ['請檢查身分證統一編號或外來人口統一證號，共十碼。', 'Check the ten characters of the national ID or UI number.'],
  ),
  'invalid-mobile': field(
    ['手機號碼不正確', 'This is not a mobile number'],
    ['請填寫 09 開頭的十位手機號碼。', 'Give ten digits that begin with 09.'],
  ),
  'invalid-email': field(
    ['電子郵件不正確', 'This is not an e-mail address'],
    ['請檢查電子郵件地址。', 'Check the address.'],
  ),
  'invalid-date': field(
    ['日期不正確', 'This is not a date'],
    ['請以 YYYY-MM-DD 或 RFC 3339 格式填寫。', 'Give it as YYYY-MM-DD, or a time as in RFC 3339.'],
  ),
} as const satisfies Readonly<Record<string, ProblemText>>;

export type FieldCode = keyof typeof FIELD_PROBLEMS;

export interface FieldError {
  /** RFC 6901, from the root of the body: `/applicants/0/idNumber`. */
  readonly pointer: string;
  readonly code: FieldCode;
}
