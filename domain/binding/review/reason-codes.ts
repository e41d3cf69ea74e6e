/** Why a reviewer says no to an applicant: a closed list, each with what it means for the parent and how to cure it. */
import type { Bilingual } from '../refusals.js';

export type ReasonFor = 'rejection' | 'correction';

export interface ReasonCode {
  readonly code: string;
  readonly for: readonly ReasonFor[];
  /** The label alone would not tell the parent what is meant. */
  readonly noteRequired: boolean;
  readonly label: Bilingual;
  readonly meaning: Bilingual;
  readonly cure: Bilingual;
}

export const REASON_CODES: readonly ReasonCode[] = [
  {
    code: 'not-guardian',
    for: ['rejection'],
    noteRequired: false,
    label: { 'zh-TW': '非學生之監護人', en: 'Not a guardian of the student' },
    meaning: {
      'zh-TW': '依學校留存的資料，申請人不是這位學生的監護人。',
      en: 'According to the school’s records the applicant is not a guardian of this student.',
    },
    cure: {
      'zh-TW': '若監護關係已變更，請攜帶戶口名簿或裁定書至註冊組更新資料後，重新申請。',
      en: 'If guardianship has changed, please bring the household register or court order to the registrar, then apply again.',
    },
  },
  {
    code: 'form-mismatch',
    for: ['rejection', 'correction'],
    noteRequired: false,
    label: { 'zh-TW': '與申請書不符', en: 'Differs from the paper form' },
    meaning: {
      'zh-TW': '線上填寫的資料與繳交的紙本申請書不一致。',
      en: 'What was typed differs from the paper form that was handed in.',
    },
    cure: {
      'zh-TW': '請依申請書與身分證件的內容重新填寫後送出。',
      en: 'Please fill in again what the form and the identity document say.',
    },
  },
  {
    code: 'identity-mismatch',
    for: ['rejection', 'correction'],
    noteRequired: false,
    label: { 'zh-TW': '身分資料有誤', en: 'Wrong identity data' },
    meaning: {
      'zh-TW': '姓名或身分證統一編號與證明文件不符。',
      en: 'The name or the ID number differs from the document that proves it.',
    },
    cure: {
      'zh-TW': '請核對證件上的姓名與身分證統一編號後重新填寫。',
      en: 'Please check the name and the ID number on the document and fill them in again.',
    },
  },
  {
    code: 'form-missing',
    for: ['rejection'],
    noteRequired: false,
    label: { 'zh-TW': '未繳回申請書', en: 'The paper form is missing' },
    meaning: {
      'zh-TW': '學校尚未收到家長簽名的紙本申請書，無法核對。',
      en: 'The school has not received the signed paper form, so there is nothing to compare with.',
    },
    cure: {
      'zh-TW': '請將簽名的申請書交回導師或註冊組，再重新申請。',
      en: 'Please hand the signed form to the class teacher or the registrar, then apply again.',
    },
  },
  {
    code: 'evidence-insufficient',
    for: ['rejection', 'correction'],
    noteRequired: true,
    label: { 'zh-TW': '證明文件不足', en: 'Evidence is missing or unreadable' },
    meaning: {
      'zh-TW': '證明監護關係的文件未附上、不完整或無法辨識。',
      en: 'The document that proves the relation is missing, incomplete or unreadable.',
    },
    cure: {
      'zh-TW': '請依說明補齊清楚的證明文件。',
      en: 'Please provide a readable document as the note says.',
    },
  },
  {
    code: 'contact-wrong',
    for: ['correction'],
    noteRequired: false,
    label: { 'zh-TW': '聯絡資料有誤', en: 'Wrong contact data' },
    meaning: {
      'zh-TW': '手機或電子郵件無法聯絡到申請人。',
      en: 'The applicant cannot be reached by the mobile number or the e-mail address given.',
    },
    cure: {
      'zh-TW': '請更正手機或電子郵件。',
      en: 'Please correct the mobile number or the e-mail address.',
    },
  },
  {
    code: 'other',
    for: ['rejection', 'correction'],
    noteRequired: true,
    label: { 'zh-TW': '其他', en: 'Other' },
    meaning: {
      'zh-TW': '原因請見審核人員的說明。',
      en: 'See the reviewer’s note for the reason.',
    },
    cure: {
      'zh-TW': '請依說明辦理；如有疑問，請洽導師或註冊組。',
      en: 'Please do as the note says; if in doubt, ask the class teacher or the registrar.',
    },
  },
];

/** Undefined when the list has no such reason for this kind of decision. */
export function reasonFor(decision: ReasonFor, code: string): ReasonCode | undefined {
  return REASON_CODES.find((reason) => reason.code === code && reason.for.includes(decision));
}
