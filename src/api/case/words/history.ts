/** What happened, one plain sentence an event. */
import { REASON_CODES } from '../../../../domain/binding/review/reason-codes.js';
import type { BindingEventType } from '../../../../domain/binding/events.js';
import type { HistoryEntry } from '../../../../projections/binding-case/case-document.js';
import type { Bilingual, Language } from '../../http/answers/language.js';
import type { HolderKind } from '../case-holder.js';
import { HOLDER_LABELS, HOLDER_NAMES, OUTCOME_LABELS } from './labels.js';
import { taipeiTime } from './taipei-time.js';
import type { Audience } from '../case-values.js';

export interface HistoryLine {
  readonly at: string;
  readonly text: string;
}

/** @param nameOf the applicant as this reader may see them. */
export function historyLines(
  history: readonly HistoryEntry[],
  nameOf: (applicantId: string) => string,
  audience: Audience,
  language: Language,
): readonly HistoryLine[] {
  // A decision that was refused changed nothing for the family; it is for its sender and the auditor.
  const shown = audience === 'family' ? history.filter(({ type }) => type !== 'ReviewDecisionRefused') : history;
  return shown.map((entry) => {
    const who = entry.applicantId === undefined ? '' : nameOf(entry.applicantId);
    const text = SENTENCES[entry.type](detailsOf(entry, who, language))[language];
    return { at: entry.at, text: enteredAtTheCounter(entry) ? AT_THE_COUNTER[language](text) : text };
  });
}

const STEPS_OF_THE_FAMILY: readonly BindingEventType[] = [
  'BindingRequestOpened',
  'StudentInfoConfirmed',
  'ConsentGiven',
  'ConsentRefused',
  'ApplicationFilled',
  'ApplicantAmended',
  'EvidenceAdded',
  'EvidenceRemoved',
  'SignedConsentSent',
  'ApplicationRecalled',
  'ApplicantWithdrawn',
];

function enteredAtTheCounter({ type, role }: HistoryEntry): boolean {
  return role === 'registrar' && STEPS_OF_THE_FAMILY.includes(type);
}

const AT_THE_COUNTER: Readonly<Record<Language, (sentence: string) => string>> = {
  'zh-TW': (sentence) => sentence.replace(/。$/u, '（註冊組於櫃臺代辦）。'),
  en: (sentence) => sentence.replace(/\.$/u, ' (entered by the registrar at the counter).'),
};

/** What a sentence may speak of. */
interface Details {
  readonly who: string;
  readonly due: string;
  readonly by: string;
  readonly byEn: string;
  readonly holder: Bilingual;
  readonly from: Bilingual;
  readonly reason: Bilingual;
  readonly outcome: Bilingual;
  readonly ground: string;
}

/** Why an applicant is out, within a sentence. */
const GROUNDS: Readonly<Record<string, Bilingual>> = {
  asked: { 'zh-TW': '撤回', en: 'withdrawn' },
  'student-left': { 'zh-TW': '終止（學生已離校）', en: 'ended, as the student has left the school' },
  erased: { 'zh-TW': '終止（個人資料已刪除）', en: 'ended, as the personal data were erased' },
};

type Sentence = (details: Details) => Bilingual;

const say =
  (zh: (details: Details) => string, en: (details: Details) => string): Sentence =>
  (details) => ({ 'zh-TW': zh(details), en: en(details) });

const SENTENCES: { readonly [T in BindingEventType]: Sentence } = {
  BindingRequestOpened: say(
    () => '已開始親子綁定申請。',
    () => 'The binding request was opened.',
  ),
  StudentInfoConfirmed: say(
    () => '家長已確認學生資料正確。',
    () => 'The parent confirmed that the student’s data are correct.',
  ),
  StudentInfoDisputed: say(
    ({ holder, due }) => `家長表示學生資料有誤，由${holder['zh-TW']}處理，期限 ${due}。`,
    ({ holder, due }) => `The parent says that the student’s data are wrong; ${holder.en} is to answer by ${due}.`,
  ),
  DisputeEscalated: say(
    ({ from, holder, due }) =>
      due
        ? `學生資料的更正已由${from['zh-TW']}轉至${holder['zh-TW']}，期限 ${due}。`
        : `學生資料的更正已逾${from['zh-TW']}的期限，並已通報系統管理者。`,
    ({ from, holder, due }) =>
      due
        ? `The question about the student’s data went from ${from.en} to ${holder.en}, due ${due}.`
        : `The answer of ${from.en} about the student’s data is overdue and was reported to the system administrator.`,
  ),
  StudentInfoCorrected: say(
    ({ by }) => `學校已更正學生資料（${by.replace(/審核$/u, '').replace('代審', '')}），請家長重新確認。`,
    ({ byEn }) => `The school corrected the student’s data (${byEn}); the parent is to confirm them again.`,
  ),
  StudentInfoKept: say(
    () => '學校查核後維持原學生資料，說明請見本頁。',
    () => 'The school checked the student’s data and keeps them as they are; see its note on this page.',
  ),
  ConsentGiven: say(
    () => '家長已同意，並要申辦帳號。',
    () => 'The parent consented and wants to apply.',
  ),
  ConsentRefused: say(
    () => '家長回覆無意參加。',
    () => 'The parent answered that they do not join.',
  ),
  ApplicationFilled: say(
    () => '家長已填寫申請資料。',
    () => 'The parent filled in the application.',
  ),
  ApplicantAmended: say(
    ({ who }) => `已修改${who}的申請資料。`,
    ({ who }) => `Data of ${who} were changed.`,
  ),
  EmailProven: say(
    ({ who }) => `${who}的電子郵件已驗證。`,
    ({ who }) => `The e-mail address of ${who} was proven.`,
  ),
  EvidenceAdded: say(
    ({ who }) => `已附上${who}的證明文件。`,
    ({ who }) => `Evidence of ${who} was added.`,
  ),
  EvidenceRemoved: say(
    ({ who }) => `已移除${who}的一份證明文件。`,
    ({ who }) => `A piece of evidence of ${who} was removed.`,
  ),
  PaperFormReceived: say(
    ({ who }) => `學校已收到${who}的紙本申請書。`,
    ({ who }) => `The school received the paper form of ${who}.`,
  ),
  ApplicationRecalled: say(
    ({ who }) => `家長已取回${who}的申請修正。`,
    ({ who }) => `The parent recalled the application of ${who} to change it.`,
  ),
  ReviewReassigned: say(
    ({ who, holder, due }) =>
      who
        ? `學生已轉班，${who}的申請改由新班級的${holder['zh-TW']}審核，審核期限 ${due}。`
        : '學生已轉班，之後由新班級的導師審核。',
    ({ who, holder, due }) =>
      who
        ? `The student changed class; ${holder.en} of the new class reviews ${who}, due ${due}.`
        : 'The student changed class; the teacher of the new class will review.',
  ),
  ReviewTakenOver: say(
    ({ who, due }) => `${who}的審核已由註冊組接手，審核期限 ${due}。`,
    ({ who, due }) => `The registrar took over the review of ${who}, due ${due}.`,
  ),
  RequestReminderDue: say(
    ({ who }) => (who ? `已提醒家長繳交${who}的紙本申請書。` : '已提醒家長完成申請。'),
    ({ who }) =>
      who ? `The parent was reminded to hand in the paper form of ${who}.` : 'The parent was reminded to go on.',
  ),
  ReviewReminderDue: say(
    ({ who, holder }) => `已提醒${holder['zh-TW']}審核${who}的申請。`,
    ({ who, holder }) => `${capital(holder.en)} was reminded to review ${who}.`,
  ),
  SignedConsentSent: say(
    ({ who, holder, due }) => `${who}的申請已送出，由${holder['zh-TW']}審核，審核期限 ${due}。`,
    ({ who, holder, due }) => `The application of ${who} was sent; ${holder.en} is to review it by ${due}.`,
  ),
  // The administrator reviews nothing: the case is only listed there, with no clock of its own.
  ReviewEscalated: say(
    ({ who, from, holder, due }) =>
      due
        ? `${who}的審核已由${from['zh-TW']}轉至${holder['zh-TW']}，審核期限 ${due}。`
        : `${who}的審核已逾${from['zh-TW']}的期限，並已通報系統管理者；仍由註冊組或教務主任審核。`,
    ({ who, from, holder, due }) =>
      due
        ? `The review of ${who} went from ${from.en} to ${holder.en}, due ${due}.`
        : `The review of ${who} by ${from.en} is overdue and was reported to the system administrator; the registrar or the director of academic affairs still decides.`,
  ),
  ApplicantApproved: say(
    ({ who, by }) => `${who}的申請已通過（${by}）。`,
    ({ who, byEn }) => `The application of ${who} was approved (${byEn}).`,
  ),
  ApplicantRejected: say(
    ({ who, by, reason }) => `${who}的申請不通過（${by}），原因：${reason['zh-TW']}。`,
    ({ who, byEn, reason }) => `The application of ${who} was rejected (${byEn}): ${reason.en}.`,
  ),
  CorrectionRequested: say(
    ({ who, by, reason, due }) => `請家長補正${who}的申請（${by}），原因：${reason['zh-TW']}，期限 ${due}。`,
    ({ who, byEn, reason, due }) =>
      `The parent is asked to correct the application of ${who} by ${due} (${byEn}): ${reason.en}.`,
  ),
  ReviewDecisionRefused: say(
    ({ who }) => `對${who}的一項審核決定沒有生效。`,
    ({ who }) => `A decision about ${who} did not take effect.`,
  ),
  AccountCreationStarted: say(
    ({ who }) => `開始建立${who}的單一身分驗證帳號。`,
    ({ who }) => `The creation of the SSO account of ${who} began.`,
  ),
  AccountCreated: say(
    ({ who }) => `${who}的帳號已建立。`,
    ({ who }) => `The SSO account of ${who} was created.`,
  ),
  AccountLinked: say(
    ({ who }) => `${who}的親子綁定已併入既有帳號。`,
    ({ who }) => `The binding of ${who} was joined to an existing account.`,
  ),
  ApplicantEmailTaken: say(
    ({ who, due }) => `${who}填寫的電子郵件已由其他帳號使用，帳號未能建立；請於 ${due} 前改填並驗證另一個電子郵件。`,
    ({ who, due }) =>
      `The e-mail address of ${who} belongs to another account, so no account was created; another address is to be given and proven by ${due}.`,
  ),
  AccountCreationFailed: say(
    ({ who }) => `${who}的帳號建立失敗，系統管理者處理中。`,
    ({ who }) => `The account of ${who} could not be created; the system administrator is looking into it.`,
  ),
  AccountAbandoned: say(
    ({ who }) => `${who}的帳號無法建立，這位申請人的申請已結束。`,
    ({ who }) => `No account could be created for ${who}; this applicant’s application has ended.`,
  ),
  AccountReleased: say(
    ({ who }) => `已收回為${who}準備的帳號。`,
    ({ who }) => `The account prepared for ${who} was taken back.`,
  ),
  ApplicantWithdrawn: say(
    ({ who, ground }) => `${who}的申請已${GROUNDS[ground]?.['zh-TW'] ?? '撤回'}。`,
    ({ who, ground }) => `The application of ${who} was ${GROUNDS[ground]?.en ?? 'withdrawn'}.`,
  ),
  DeadlinesShifted: say(
    () => '因停班停課，審核與補正期限順延。',
    () => 'The offices were closed on a working day; the deadlines of review and correction moved on.',
  ),
  PersonalDataErased: say(
    () => '已依要求刪除個人資料。',
    () => 'Personal data were erased as requested.',
  ),
  ApplicantExpired: say(
    ({ who }) => `${who}的申請已逾期。`,
    ({ who }) => `The application of ${who} expired.`,
  ),
  BindingRequestClosed: say(
    ({ outcome }) => `本案結案：${outcome['zh-TW']}。`,
    ({ outcome }) => `The case was closed: ${outcome.en.toLowerCase()}.`,
  ),
};

function detailsOf(entry: HistoryEntry, who: string, language: Language): Details {
  const { params, role } = entry;
  const holder = labelOf(role);
  // A decision of the registrar's stands in for the class teacher's.
  const by = role === 'registrar' ? '註冊組代審' : `${holder['zh-TW']}審核`;
  return {
    who,
    due: params['dueAt'] === undefined ? '' : taipeiTime(params['dueAt'], language),
    by,
    byEn: `by ${holder.en}`,
    holder: labelOf(params['holder']),
    from: labelOf(params['from']),
    reason: REASON_CODES.find(({ code }) => code === params['reasonCode'])?.label ?? unnamed(params['reasonCode']),
    outcome: OUTCOME_LABELS[params['outcome'] as keyof typeof OUTCOME_LABELS] ?? unnamed(params['outcome']),
    ground: params['ground'] ?? 'asked',
  };
}

/** Of a holder or a role, as it stands within a sentence. */
function labelOf(kind: string | undefined): Bilingual {
  const label = HOLDER_LABELS[kind as HolderKind];
  return label ? { 'zh-TW': label['zh-TW'], en: HOLDER_NAMES[kind as HolderKind] } : unnamed(kind);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A code of a later release: shown as it is. */
function unnamed(code: string | undefined): Bilingual {
  return { 'zh-TW': code ?? '', en: code ?? '' };
}
