/** The words of the guide's screens for the codes of a case. */
import type { HolderKind } from '../case-holder.js';
import type { CorrectableField, Holder, Outcome, Relation, Stage } from '../../../../domain/binding/vocabulary.js';
import type { ReviewCode } from '../../../../projections/review-inbox/review-code.js';
import type { Bilingual } from '../../http/answers/language.js';

export type StudentInfoCard = 'unconfirmed' | 'confirmed' | 'disputed';
export type AccountCard =
  'not-set' | 'filled-in' | 'correction-requested' | 'creating' | 'created' | 'activated' | 'not-joining';
export type ApplicationCard = 'not-sent' | 'sent' | 'in-review' | 'completed' | 'expired' | 'withdrawn';
export type AccountCode = 'none' | 'creating' | 'created' | 'linked' | 'activated' | 'failed' | 'abandoned';

type Labels<Code extends string> = Readonly<Record<Code, Bilingual>>;

export const STAGE_LABELS: Labels<Stage> = {
  'student-info': { 'zh-TW': '確認學生相關資訊', en: 'Confirm the student’s data' },
  consent: { 'zh-TW': '同意書', en: 'Consent' },
  application: { 'zh-TW': '申辦親子帳號', en: 'Apply for accounts' },
  signature: { 'zh-TW': '同意簽署回傳', en: 'Sign and send' },
  review: { 'zh-TW': '審核', en: 'Review' },
  closed: { 'zh-TW': '結案', en: 'Closed' },
};

export const OUTCOME_LABELS: Labels<Outcome> = {
  completed: { 'zh-TW': '已完成', en: 'Completed' },
  rejected: { 'zh-TW': '不通過', en: 'Rejected' },
  expired: { 'zh-TW': '逾期結案', en: 'Expired' },
  withdrawn: { 'zh-TW': '已撤回', en: 'Withdrawn' },
  refused: { 'zh-TW': '無意參加', en: 'Not joining' },
  'student-left': { 'zh-TW': '學生已離校', en: 'The student has left' },
};

export const STUDENT_INFO_CARD: Labels<StudentInfoCard> = {
  unconfirmed: { 'zh-TW': '未確認', en: 'Not confirmed' },
  confirmed: { 'zh-TW': '已確認', en: 'Confirmed' },
  disputed: { 'zh-TW': '待註冊組更正', en: 'Awaiting correction by the registrar' },
};

export const ACCOUNT_CARD: Labels<AccountCard> = {
  'not-set': { 'zh-TW': '未設定', en: 'Not set' },
  'filled-in': { 'zh-TW': '已填寫', en: 'Filled in' },
  'correction-requested': { 'zh-TW': '待補正', en: 'Correction requested' },
  creating: { 'zh-TW': '建立中', en: 'Being created' },
  created: { 'zh-TW': '已建立', en: 'Created' },
  activated: { 'zh-TW': '已啟用', en: 'In use' },
  'not-joining': { 'zh-TW': '無意參加', en: 'Not joining' },
};

export const APPLICATION_CARD: Labels<ApplicationCard> = {
  'not-sent': { 'zh-TW': '未送出', en: 'Not sent' },
  sent: { 'zh-TW': '已送出', en: 'Sent' },
  'in-review': { 'zh-TW': '審核中', en: 'In review' },
  completed: { 'zh-TW': '已完成', en: 'Completed' },
  expired: { 'zh-TW': '逾期結案', en: 'Expired' },
  withdrawn: { 'zh-TW': '已撤回', en: 'Withdrawn' },
};

export const REVIEW_LABELS: Labels<ReviewCode> = {
  drafted: { 'zh-TW': '待送出', en: 'Not sent yet' },
  'pending-review': { 'zh-TW': '待審核', en: 'Awaiting review' },
  'correction-requested': { 'zh-TW': '待補正', en: 'Correction requested' },
  approved: { 'zh-TW': '已通過', en: 'Approved' },
  rejected: { 'zh-TW': '不通過', en: 'Rejected' },
  withdrawn: { 'zh-TW': '已撤回', en: 'Withdrawn' },
  expired: { 'zh-TW': '逾期', en: 'Expired' },
};

/** 待審核, told by who holds it; on the administrator's list it is still the registrar or the director who reviews. */
export const PENDING_LABELS: Labels<Holder> = {
  'class-teacher': REVIEW_LABELS['pending-review'],
  registrar: { 'zh-TW': '已轉註冊組審核', en: 'Passed on to the registrar' },
  director: { 'zh-TW': '已轉教務主任審核', en: 'Passed on to the director of academic affairs' },
  administrator: { 'zh-TW': '審核逾期，待註冊組或教務主任審核', en: 'Overdue, with the registrar or the director' },
};

/** Added to a decision that the registrar took in the class teacher's place. */
export const BY_REGISTRAR: Bilingual = { 'zh-TW': '註冊組代審', en: 'reviewed by the registrar' };

export const ACCOUNT_LABELS: Labels<AccountCode> = {
  none: { 'zh-TW': '-', en: '-' },
  creating: { 'zh-TW': '帳號建立中', en: 'Account being created' },
  created: { 'zh-TW': '帳號已建立', en: 'Account created' },
  linked: { 'zh-TW': '已併入既有帳號', en: 'Joined to an existing account' },
  activated: { 'zh-TW': '已啟用', en: 'In use' },
  failed: { 'zh-TW': '建立失敗，處理中', en: 'Creation failed, being looked into' },
  abandoned: { 'zh-TW': '未建立帳號', en: 'No account was created' },
};

export const RELATION_LABELS: Labels<Relation> = {
  father: { 'zh-TW': '父', en: 'Father' },
  mother: { 'zh-TW': '母', en: 'Mother' },
  grandfather: { 'zh-TW': '祖父／外祖父', en: 'Grandfather' },
  grandmother: { 'zh-TW': '祖母／外祖母', en: 'Grandmother' },
  sibling: { 'zh-TW': '兄弟姊妹', en: 'Brother or sister' },
  relative: { 'zh-TW': '其他親屬', en: 'Other relative' },
  'foster-parent': { 'zh-TW': '寄養家長', en: 'Foster parent' },
  'social-worker': { 'zh-TW': '社工人員', en: 'Social worker' },
  other: { 'zh-TW': '其他', en: 'Other' },
};

export const HOLDER_LABELS: Labels<HolderKind> = {
  parent: { 'zh-TW': '家長', en: 'Parent' },
  'class-teacher': { 'zh-TW': '導師', en: 'Class teacher' },
  registrar: { 'zh-TW': '註冊組', en: 'Registrar' },
  director: { 'zh-TW': '教務主任', en: 'Director of academic affairs' },
  administrator: { 'zh-TW': '系統管理者', en: 'System administrator' },
  system: { 'zh-TW': '系統處理中', en: 'Being processed' },
  nobody: { 'zh-TW': '無', en: 'Nobody' },
};

/** A holder in the middle of an English sentence. */
export const HOLDER_NAMES: Readonly<Record<HolderKind, string>> = {
  parent: 'the parent',
  'class-teacher': 'the class teacher',
  registrar: 'the registrar',
  director: 'the director of academic affairs',
  administrator: 'the system administrator',
  system: 'the system',
  nobody: 'nobody',
};

export const METHOD_LABELS: Labels<'online' | 'paper'> = {
  online: { 'zh-TW': '線上', en: 'Online' },
  paper: { 'zh-TW': '紙本', en: 'On paper' },
};

/** What a reviewer may ask to be corrected, as the form of the guide's step 2.4 names it. */
export const FIELD_LABELS: Labels<CorrectableField> = {
  name: { 'zh-TW': '申請人姓名', en: 'name' },
  relation: { 'zh-TW': '親屬關係', en: 'relation' },
  idNumber: { 'zh-TW': '身分證統一編號', en: 'ID number' },
  mobile: { 'zh-TW': '手機', en: 'mobile number' },
  email: { 'zh-TW': '電子郵件', en: 'e-mail address' },
  evidence: { 'zh-TW': '證明文件', en: 'evidence' },
};
