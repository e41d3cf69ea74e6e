/** What the family reads under 「下一步」: whose turn it is, until when, and what to do. */
import type { ApplicantState, BindingRequest } from '../../../../domain/binding/state.js';
import { REASON_CODES } from '../../../../domain/binding/review/reason-codes.js';
import type { Outcome, Stage } from '../../../../domain/binding/vocabulary.js';
import type { Bilingual } from '../../http/answers/language.js';
import { heldApplicant } from '../case-holder.js';
import { FIELD_LABELS, HOLDER_LABELS, HOLDER_NAMES, OUTCOME_LABELS } from './labels.js';
import { inLanguage, timed, type Spoken } from './wording.js';

export function familySteps(spoken: Spoken): readonly string[] {
  const { request, applicants, language } = spoken;
  if (!endedByApplicants(request)) {
    if (request.stage === 'closed') return [CLOSED_AS_A_WHOLE[request.outcome ?? 'expired'][language]];
    if (request.stage !== 'review') return [OWN_STEP[request.stage][language], ...until(spoken)];
  }
  return [
    ...closing(spoken),
    ...applicants.map((applicant) => ofApplicant(applicant, spoken)),
    ...applyAgain(spoken),
    ...paperForm(spoken),
  ];
}

/** After the first 送出申請 each applicant has an end of their own. */
export function endedByApplicants({ applicants, outcome }: BindingRequest): boolean {
  const asAWhole = outcome === 'withdrawn' || outcome === 'student-left' || outcome === 'refused';
  return !asAWhole && applicants.some(({ sentAt }) => sentAt !== undefined);
}

const OWN_STEP: Readonly<Record<Exclude<Stage, 'closed' | 'review'>, Bilingual>> = {
  'student-info': {
    'zh-TW':
      '現在請您確認學籍系統中的學生資訊：正確請勾選「資訊正確」，再按「填答送出」；若有錯誤，請先洽學校註冊組辦理，再進行申請。',
    en: 'It is your turn: please check the student’s data. If they are correct, tick the box and send your answer; if they are wrong, please ask the registrar of the school to correct them first.',
  },
  consent: {
    'zh-TW':
      '現在請您閱讀同意書：要申辦請勾選「本人同意」，再按「申辦帳號」；不申辦請按「無意參加」。無論是否同意，均須回傳意願，以便行政作業，謝謝。',
    en: 'It is your turn: please read the consent text, then either agree and apply for an account, or answer that you do not join. The school needs an answer either way; thank you.',
  },
  application: {
    'zh-TW': '現在請您選擇申辦方式、填寫申請人資料，確定申請資料無誤後按「確認送出」。',
    en: 'It is your turn: please choose the way of applying, fill in the applicants, and confirm once everything is correct.',
  },
  signature: {
    'zh-TW': '現在請您核對申請人資料：有誤請修正，無誤請按「送出申請」。送出後學校才會開始審核。',
    en: 'It is your turn: please check the applicants’ data, correct what is wrong, then send the application. The school starts its review only after that.',
  },
};

/** The clock of what the family has not finished. */
export function until({ request: { expiresAt }, language }: Spoken): readonly string[] {
  if (expiresAt === undefined) return [];
  const due = timed('', expiresAt, language);
  const say = inLanguage(language);
  return [
    say(`請於 ${due} 前完成，逾期須重新申請。`, `Please finish by ${due}; after that you would have to start again.`),
  ];
}

const CLOSED_AS_A_WHOLE: Readonly<Record<Outcome, Bilingual>> = {
  completed: {
    'zh-TW': '本案已結案，您不需要再處理。',
    en: 'The case is closed; there is nothing more for you to do.',
  },
  rejected: {
    'zh-TW': '本案已結案（不通過）；如要申辦，現在就可以重新申請。',
    en: 'The case is closed (rejected); if you want an account, you may apply again now.',
  },
  expired: {
    'zh-TW': '本案未在期限內完成，已逾期結案；如要申辦，現在就可以重新申請。',
    en: 'The request was not finished in time and is closed; if you want an account, you may apply again now.',
  },
  withdrawn: {
    'zh-TW': '申請已撤回，本案已結案；如要申辦，現在就可以重新申請。',
    en: 'The request was withdrawn and is closed; if you want an account, you may apply again now.',
  },
  refused: {
    'zh-TW': '家長已回覆無意參加，本案已結案，您不需要再處理；日後若要申辦，可以重新填寫。',
    en: 'The answer was not to join; the case is closed and there is nothing more for you to do. You may fill it in again whenever you wish.',
  },
  'student-left': {
    'zh-TW': '學生已離校，本案已結案；請至學生目前就讀的學校申請。',
    en: 'The student has left the school and the case is closed; please apply at the student’s present school.',
  },
};

export function closing({ request, language }: Spoken): readonly string[] {
  if (request.stage !== 'closed') return [];
  const outcome = OUTCOME_LABELS[request.outcome ?? 'expired'];
  const say = inLanguage(language);
  return [say(`本案已結案：${outcome['zh-TW']}。`, `The case is closed: ${outcome.en.toLowerCase()}.`)];
}

/** How it stands with one applicant after 送出申請, told to the family. */
export function ofApplicant(applicant: ApplicantState, spoken: Spoken): string {
  const { nameOf, language, request } = spoken;
  const say = inLanguage(language);
  const who = nameOf(applicant.applicantId);
  switch (applicant.status) {
    case 'drafted':
      return say(
        `${who}的申請尚未送出：請核對資料無誤後按「送出申請」${timed('，期限 ', request.expiresAt, language)}；逾期這位申請人須重新申請。`,
        `The application of ${who} has not been sent yet: please check it and send it${timed(' by ', request.expiresAt, language)}; after that this applicant would have to apply again.`,
      );
    case 'pending-review':
      return underReview(applicant, spoken);
    case 'approved':
    case 'account-creating':
      return say(
        `${who}的申請已通過，系統正在建立單一身分驗證帳號${timed('，最遲 ', applicant.dueAt, language)}${applicant.dueAt ? ' 前會有結果' : ''}；您不需要處理，請稍後再看本頁。`,
        `The application of ${who} was approved and the SSO account is being created${timed('; there will be a result by ', applicant.dueAt, language)}. There is nothing for you to do; please look here again later.`,
      );
    case 'account-failed':
      return say(
        `${who}的申請已通過，但帳號建立失敗，由系統管理者處理中，目前沒有期限；您不需要處理，如需了解進度，請告知學校註冊組案號 ${request.caseNumber}。`,
        `The application of ${who} was approved, but the account could not be created. The system administrator has it, without a due day. There is nothing for you to do; to ask how it stands, please give the registrar the case number ${request.caseNumber}.`,
      );
    case 'correction-requested':
      return toCorrect(applicant, spoken);
    case 'email-taken':
      return emailTaken(applicant, spoken);
    case 'account-created':
      return say(
        `${who}的單一身分驗證帳號已建立。請至欲使用的系統（如：臺北市校園繳費系統），選擇「單一身分驗證」登入：帳號為申請時填寫的電子郵件，第一次登入的密碼為申請人身分證統一編號末六碼，第一次登入須修改密碼。`,
        `The SSO account of ${who} was created. Choose the system you want to use (such as Taipei’s school fee payment) and sign in by 單一身分驗證 (SSO): the account is the e-mail address given in the application; the first password is the last six characters of the applicant’s ID number, and it must be changed at the first sign-in.`,
      );
    case 'account-linked':
      return say(
        `${who}原本就有單一身分驗證帳號，親子綁定已併入既有帳號。請以該帳號原有的電子郵件與密碼登入單一身分驗證；這次沒有另建帳號，密碼也沒有變更。`,
        `${who} had an SSO account already, and the binding was joined to that existing account. Please sign in by 單一身分驗證 (SSO) with that account’s own e-mail address and password; no other account was created and the password was not changed.`,
      );
    case 'rejected':
      return rejected(applicant, spoken);
    case 'withdrawn':
      return withdrawn(applicant, spoken);
    case 'abandoned':
      return say(
        `${who}的申請已通過，但帳號無法建立，本申請已結束。如仍要申辦，請重新申請；如需協助，請告知學校註冊組案號 ${request.caseNumber}。`,
        `The application of ${who} was approved, but no account could be created and the application has ended. If you still want an account, please apply again; for help, please give the registrar the case number ${request.caseNumber}.`,
      );
    case 'expired':
      return expired(applicant, spoken);
  }
}

function underReview(applicant: ApplicantState, { nameOf, request, language }: Spoken): string {
  const who = nameOf(applicant.applicantId);
  const { kind, dueAt } = heldApplicant(applicant, request);
  const say = inLanguage(language);
  if (kind === 'administrator') {
    return say(
      `${who}的申請已逾審核期限，並已通報系統管理者；仍由註冊組或教務主任審核，目前沒有新的期限。如需了解進度，請告知學校註冊組案號 ${request.caseNumber}。`,
      `The review of ${who} is overdue and has been reported to the system administrator; the registrar or the director of academic affairs still reviews it, without a new due day. To ask how it stands, please give the registrar the case number ${request.caseNumber}.`,
    );
  }
  return say(
    `${who}的申請已送出，由${HOLDER_LABELS[kind]['zh-TW']}審核${timed('，期限 ', dueAt, language)}。`,
    `The application of ${who} was sent; ${HOLDER_NAMES[kind]} is reviewing it${timed(', due ', dueAt, language)}.`,
  );
}

function emailTaken({ applicantId, dueAt }: ApplicantState, { nameOf, language }: Spoken): string {
  const who = nameOf(applicantId);
  return inLanguage(language)(
    `${who}的申請已通過，但帳號未能建立：填寫的電子郵件已由其他帳號使用。請按「修正」改填自己的另一個電子郵件，再輸入寄到該信箱的六位數驗證碼${timed('，期限 ', dueAt, language)}；驗證後帳號即自動建立，不需重新審核。`,
    `The application of ${who} was approved, but no account could be created: the e-mail address given belongs to another account. Please change it to another address of your own and enter the six-digit code sent there${timed(' by ', dueAt, language)}; the account is then created without another review.`,
  );
}

function toCorrect(
  { applicantId, reasonCode, correction, dueAt }: ApplicantState,
  { nameOf, language }: Spoken,
): string {
  const who = nameOf(applicantId);
  const reason = REASON_CODES.find(({ code }) => code === reasonCode);
  const fields = (correction?.fields ?? []).map((field) => FIELD_LABELS[field]);
  return inLanguage(language)(
    `學校請您補正${who}的${fields.map((label) => label['zh-TW']).join('、')}${timed('，期限 ', dueAt, language)}。原因：${reason?.label['zh-TW'] ?? reasonCode ?? ''}。${reason?.cure['zh-TW'] ?? ''}修改後請再按「送出申請」；逾期這位申請人須重新申請。`,
    `The school asks you to correct of ${who}: ${fields.map((label) => label.en).join(', ')}${timed(', by ', dueAt, language)}. Reason: ${reason?.label.en ?? reasonCode ?? ''}. ${reason?.cure.en ?? ''} Then send the application again; after the due day this applicant would have to apply anew.`,
  );
}

function withdrawn({ applicantId, ground }: ApplicantState, { nameOf, language }: Spoken): string {
  const who = nameOf(applicantId);
  const say = inLanguage(language);
  switch (ground) {
    case 'student-left':
      return say(
        `${who}的申請已終止：學生已離校。請至學生目前就讀的學校申請。`,
        `The application of ${who} has ended: the student has left the school. Please apply at the student’s present school.`,
      );
    case 'erased':
      return say(
        `${who}的申請已終止：個人資料已依要求刪除。`,
        `The application of ${who} has ended: the personal data were erased as requested.`,
      );
    default:
      return say(`${who}的申請已撤回。`, `The application of ${who} was withdrawn.`);
  }
}

function rejected({ applicantId, reasonCode }: ApplicantState, { nameOf, language }: Spoken): string {
  const who = nameOf(applicantId);
  const reason = REASON_CODES.find(({ code }) => code === reasonCode);
  const label = reason?.label[language] ?? reasonCode ?? '';
  return inLanguage(language)(
    `${who}的申請不通過，原因：${label}。${reason?.cure['zh-TW'] ?? ''}`,
    `The application of ${who} was rejected. Reason: ${label}. ${reason?.cure.en ?? ''}`.trimEnd(),
  );
}

function expired({ applicantId, expiredBy }: ApplicantState, { nameOf, language }: Spoken): string {
  const who = nameOf(applicantId);
  const say = inLanguage(language);
  switch (expiredBy) {
    case 'email-taken':
      return say(
        `${who}的申請已逾期，帳號沒有建立：填寫的電子郵件已由其他帳號使用。重新申請時，請改用自己的另一個電子郵件。`,
        `The application of ${who} has expired and no account was created: the e-mail address given belongs to another account. When you apply again, please give another address of your own.`,
      );
    case 'correction':
      return say(
        `${who}的申請未在期限內補正，已逾期。`,
        `The application of ${who} was not corrected in time and has expired.`,
      );
    case 'paper-form':
      return say(
        `學校未在期限內收到${who}的紙本申請書，申請已逾期。重新申請時，請將簽名的申請書交回學校。`,
        `The school did not receive the paper form of ${who} in time and the application has expired. When you apply again, please hand the signed form in.`,
      );
    default:
      return say(
        `${who}的申請未在期限內送出，已逾期。`,
        `The application of ${who} was not sent in time and has expired.`,
      );
  }
}

const WITHOUT_ACCOUNT: readonly ApplicantState['status'][] = ['rejected', 'withdrawn', 'expired', 'abandoned'];

/** Who got no account may open a new request, but not beside an open one: say what the open one waits for. */
export function applyAgain(spoken: Spoken): readonly string[] {
  const { request, applicants, nameOf, language } = spoken;
  const ended = applicants.filter(({ status }) => WITHOUT_ACCOUNT.includes(status));
  if (ended.length === 0) return [];
  const say = inLanguage(language);
  const who = ended.map(({ applicantId }) => nameOf(applicantId)).join(say('、', ' and '));
  if (request.stage === 'closed') return [say(`${who}現在就可以重新申請。`, `${who} may apply again now.`)];
  const open = applicants.find((one) => !ended.includes(one));
  if (!open) return [];
  const other = nameOf(open.applicantId);
  const sending =
    open.status === 'drafted'
      ? say(
          `請先送出${other}的申請；若不送出${timed('，將於 ', request.expiresAt, language)}${request.expiresAt ? ' ' : '，將'}逾期，本案隨之結案。`,
          ` Please send that one; if you leave it unsent, it expires${timed(' on ', request.expiresAt, language)} and the case is closed then.`,
        )
      : '';
  return [
    say(
      `${who}要重新申請，須待本案結案；${other}的申請有結果時，本案就會結案。${sending}`,
      `${who} may apply again once this case is closed, which it will be when the application of ${other} has its result.${sending}`,
    ),
  ];
}

/** Guide, step 2.4: 「欲申辦帳號須提供證明文件」, and the school compares with the paper form it gave out. */
function paperForm({ applicants, language }: Spoken): readonly string[] {
  if (!applicants.some(({ status }) => status === 'pending-review')) return [];
  return [
    inLanguage(language)(
      '學校須核對申請書後才能通過：若尚未繳交，請儘速將簽名的申請書及證明文件交給導師或註冊組；若已繳交，請等候審核結果，不需要再處理。',
      'The school approves only after comparing with the paper form: if you have not handed it in yet, please give the signed form and the evidence to the class teacher or the registrar soon; if you have, please wait for the result, there is nothing more for you to do.',
    ),
  ];
}
