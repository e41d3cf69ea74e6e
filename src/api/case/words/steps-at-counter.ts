/** What the registrar reads under 「下一步」 of a case entered at the counter: both the parent's turn and the school's. */
import type { Viewer } from '../../../../domain/binding/allowed-actions.js';
import type { ApplicantState } from '../../../../domain/binding/state.js';
import type { Outcome, Stage } from '../../../../domain/binding/vocabulary.js';
import type { Bilingual } from '../../http/answers/language.js';
import { applyAgain, closing, endedByApplicants, ofApplicant, until } from './steps-for-family.js';
import { forReviewer } from './steps-for-reviewer.js';
import { inLanguage, timed, type Spoken } from './wording.js';

export function counterSteps(spoken: Spoken, viewer: Viewer): readonly string[] {
  const { request, applicants, language } = spoken;
  if (!endedByApplicants(request)) {
    if (request.stage === 'closed') return [CLOSED_AS_A_WHOLE[request.outcome ?? 'expired'][language]];
    if (request.stage !== 'review') return [STEP[request.stage][language], ...until(spoken), OR_THE_PARENT[language]];
  }
  return [
    ...closing(spoken),
    ...applicants.map((applicant) => atTheCounter(applicant, spoken, viewer)),
    ...applyAgain(spoken).map((said) => toTheParent(said, spoken)),
    ...paperForm(spoken),
  ];
}

const STEP: Readonly<Record<Exclude<Stage, 'closed' | 'review'>, Bilingual>> = {
  'student-info': {
    'zh-TW':
      '現在請您與家長核對學生資訊：正確請代為勾選「資訊正確」，再按「填答送出」；若有錯誤，請先更正學籍資料，再進行申請。',
    en: 'It is your turn: please check the student’s data together with the parent. If they are correct, tick the box and send the answer; if they are wrong, correct the roster first.',
  },
  consent: {
    'zh-TW':
      '現在請家長閱讀並簽署同意書，由您依家長的選擇回覆：要申辦請選「本人同意」及「申辦帳號」，不申辦請選「無意參加」；紙本同意書請註明簽署日期。無論是否同意，均須回傳意願。',
    en: 'It is your turn: please have the parent read and sign the consent text, then enter the parent’s choice: agree and apply for an account, or do not join. For a text signed on paper, give the date of the signature. The school needs an answer either way.',
  },
  application: {
    'zh-TW': '現在請您依家長的申請書選擇申辦方式、填寫申請人資料，與家長核對無誤後按「確認送出」。',
    en: 'It is your turn: please choose the way of applying and fill in the applicants from the parent’s paper form, then confirm once the parent has checked everything.',
  },
  signature: {
    'zh-TW': '現在請您與家長核對申請人資料：有誤請修正，無誤請按「送出申請」。送出後才會開始審核。',
    en: 'It is your turn: please check the applicants’ data together with the parent, correct what is wrong, then send the application. The review starts only after that.',
  },
};

const OR_THE_PARENT: Bilingual = {
  'zh-TW': '家長也可以登入家長帳號，自行接續辦理本案。',
  en: 'The parent may also sign in with the parent account and go on with this case.',
};

const CLOSED_AS_A_WHOLE: Readonly<Record<Outcome, Bilingual>> = {
  completed: { 'zh-TW': '本案已結案，您不需要處理。', en: 'The case is closed; there is nothing for you to do.' },
  rejected: {
    'zh-TW': '本案已結案（不通過）；家長如要申辦，現在就可以重新申請。',
    en: 'The case is closed (rejected); if the parent wants an account, a new request may be opened now.',
  },
  expired: {
    'zh-TW': '本案未在期限內完成，已逾期結案；家長如要申辦，現在就可以重新申請。',
    en: 'The request was not finished in time and is closed; if the parent wants an account, a new request may be opened now.',
  },
  withdrawn: {
    'zh-TW': '申請已撤回，本案已結案；家長如要申辦，現在就可以重新申請。',
    en: 'The request was withdrawn and is closed; if the parent wants an account, a new request may be opened now.',
  },
  refused: {
    'zh-TW': '家長已回覆無意參加，本案已結案，您不需要處理；日後若要申辦，可以重新填寫。',
    en: 'The parent answered that they do not join, and the case is closed; there is nothing for you to do. It may be filled in again at any time.',
  },
  'student-left': {
    'zh-TW': '學生已離校，本案已結案；請家長至學生目前就讀的學校申請。',
    en: 'The student has left the school and the case is closed; the parent may apply at the student’s present school.',
  },
};

function atTheCounter(applicant: ApplicantState, spoken: Spoken, viewer: Viewer): string {
  const { request, nameOf, language } = spoken;
  const who = nameOf(applicant.applicantId);
  switch (applicant.status) {
    case 'drafted':
      return inLanguage(language)(
        `${who}的申請尚未送出：請您與家長核對無誤後按「送出申請」${timed('，期限 ', request.expiresAt, language)}；逾期這位申請人須重新申請。`,
        `The application of ${who} has not been sent yet: please check it with the parent and send it${timed(' by ', request.expiresAt, language)}; after that this applicant would have to apply again.`,
      );
    case 'pending-review':
    case 'approved':
    case 'account-creating':
    case 'account-failed':
      return forReviewer(applicant, spoken, viewer);
    case 'correction-requested':
    case 'email-taken':
    case 'account-created':
    case 'account-linked':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'abandoned':
      return toTheParent(ofApplicant(applicant, spoken), spoken);
  }
}

/** The parent may have no computer: what only they can do is passed on to them. */
function toTheParent(said: string, { language }: Spoken): string {
  return inLanguage(language)(`請轉告家長：${said}`, `Please tell the parent: ${said}`);
}

function paperForm({ applicants, language }: Spoken): readonly string[] {
  if (!applicants.some(({ status }) => status === 'pending-review')) return [];
  return [
    inLanguage(language)(
      '學校須核對申請書後才能通過：若尚未收到家長簽名的申請書及證明文件，請向家長收取。',
      'The school approves only after comparing with the paper form: if the signed form and the evidence have not come in yet, please ask the parent for them.',
    ),
  ];
}
