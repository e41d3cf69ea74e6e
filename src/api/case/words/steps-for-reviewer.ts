/** What the school reads under 「下一步」: who has to review, until when, and whether the reader may. */
import { mayDecide, type Viewer } from '../../../../domain/binding/allowed-actions.js';
import type { ApplicantState } from '../../../../domain/binding/state.js';
import { heldApplicant, type Held } from '../case-holder.js';
import { HOLDER_LABELS, HOLDER_NAMES, OUTCOME_LABELS } from './labels.js';
import { inLanguage, timed, type Spoken } from './wording.js';

export function reviewerSteps(spoken: Spoken, viewer: Viewer): readonly string[] {
  if (spoken.request.stage === 'closed') return [closed(spoken)];
  return spoken.applicants.map((applicant) => forReviewer(applicant, spoken, viewer));
}

function closed({ request, language }: Spoken): string {
  const say = inLanguage(language);
  if (request.outcome === 'refused') {
    return say(
      '家長已回覆無意參加，本案已結案；您不需要處理。',
      'The family answered that they do not join, and the case is closed; there is nothing for you to do.',
    );
  }
  const outcome = OUTCOME_LABELS[request.outcome ?? 'expired'];
  return say(
    `本案已結案：${outcome['zh-TW']}。您不需要處理。`,
    `The case is closed: ${outcome.en.toLowerCase()}. There is nothing for you to do.`,
  );
}

/** How it stands with one applicant, told to whoever reviews. */
export function forReviewer(applicant: ApplicantState, spoken: Spoken, viewer: Viewer): string {
  const say = inLanguage(spoken.language);
  const who = spoken.nameOf(applicant.applicantId);
  const due = (before: string) => timed(before, applicant.dueAt, spoken.language);
  switch (applicant.status) {
    case 'pending-review':
      return toReview(applicant, spoken, viewer);
    case 'drafted':
      return say(
        `${who}的申請尚未送出，待家長送出；您不需要處理。`,
        `The application of ${who} has not been sent; it is with the family. There is nothing for you to do.`,
      );
    case 'approved':
    case 'account-creating':
      return say(
        `${who}的申請已通過，系統正在建立帳號${due('，最遲 ')}${applicant.dueAt ? ' 前會有結果' : ''}；您不需要處理。`,
        `The application of ${who} was approved and the account is being created${due('; there will be a result by ')}. There is nothing for you to do.`,
      );
    case 'account-failed':
      return say(
        `${who}的帳號建立失敗，由系統管理者處理中，目前沒有期限；您不需要處理。`,
        `The account of ${who} could not be created; the system administrator has it, without a due day. There is nothing for you to do.`,
      );
    case 'correction-requested':
      return say(
        `${who}的申請待家長補正${due('，期限 ')}；您不需要處理，補正送出後會再請您審核。`,
        `The application of ${who} is with the family for correction${due(', due ')}. There is nothing for you to do until it is sent again.`,
      );
    case 'email-taken':
      return say(
        `${who}填寫的電子郵件已由其他帳號使用，帳號未能建立；待家長改填並驗證另一個電子郵件${due('，期限 ')}。您不需要處理。`,
        `The e-mail address of ${who} belongs to another account, so no account was created; the family is to give and prove another address${due(' by ')}. There is nothing for you to do.`,
      );
    case 'account-created':
    case 'account-linked':
      return say(
        `${who}的申請已完成，您不需要處理。`,
        `The application of ${who} is completed; there is nothing for you to do.`,
      );
    case 'rejected':
      return say(
        `${who}的申請不通過，您不需要處理。`,
        `The application of ${who} was rejected; there is nothing for you to do.`,
      );
    case 'withdrawn':
      return say(
        `${who}的申請已撤回，您不需要處理。`,
        `The application of ${who} was withdrawn; there is nothing for you to do.`,
      );
    case 'abandoned':
      return say(
        `${who}的帳號無法建立，申請已結束，您不需要處理。`,
        `No account could be created for ${who} and the application has ended; there is nothing for you to do.`,
      );
    case 'expired':
      return say(
        `${who}的申請已逾期，您不需要處理。`,
        `The application of ${who} has expired; there is nothing for you to do.`,
      );
  }
}

function toReview(applicant: ApplicantState, spoken: Spoken, viewer: Viewer): string {
  const { request, nameOf, language } = spoken;
  const held = heldApplicant(applicant, request);
  const who = nameOf(applicant.applicantId);
  if (viewer.barred !== undefined) return barred(viewer, held, who, spoken);
  const say = inLanguage(language);
  const by = say(timed('，期限 ', held.dueAt, language), timed(' by ', held.dueAt, language));
  if (!mayDecide(applicant, viewer)) {
    return say(
      `${whoReviews(held, who, spoken)}您不需要處理；若有意見，請告知註冊組。`,
      `${whoReviews(held, who, spoken)} There is nothing for you to do; if you have remarks, please tell the registrar.`,
    );
  }
  if (held.kind === viewer.role) {
    return say(
      `請您對照申請書審核${who}${by}：相符請按「通過」，不符請選擇原因後按「不通過」。`,
      `Please compare the application of ${who} with the paper form and decide${by}: approve it if they agree, reject it with a reason if they do not.`,
    );
  }
  if (held.kind === 'administrator') {
    return say(
      `${whoReviews(held, who, spoken)}請您儘速對照申請書審核。`,
      `${whoReviews(held, who, spoken)} Please compare it with the paper form and decide as soon as you can.`,
    );
  }
  return say(
    `${whoReviews(held, who, spoken)}您現在不必處理；必要時可以對照申請書代為審核。`,
    `${whoReviews(held, who, spoken)} You need not act now; where necessary you may compare it with the paper form and decide in their place.`,
  );
}

function whoReviews({ kind, dueAt }: Held, who: string, { language }: Spoken): string {
  const say = inLanguage(language);
  if (kind === 'administrator') {
    return say(
      `${who}的申請已逾審核期限，並已通報系統管理者；仍由註冊組或教務主任審核，目前沒有新的期限。`,
      `The review of ${who} is overdue and has been reported to the system administrator; the registrar or the director of academic affairs still decides it, without a new due day.`,
    );
  }
  return say(
    `${who}的申請目前由${HOLDER_LABELS[kind]['zh-TW']}審核${timed('，期限 ', dueAt, language)}。`,
    `The application of ${who} is with ${HOLDER_NAMES[kind]}${timed(', due ', dueAt, language)}.`,
  );
}

function barred({ role, barred: why }: Viewer, held: Held, who: string, spoken: Spoken): string {
  const say = inLanguage(spoken.language);
  if (why === 'held-by-school') {
    return say(
      `這位學生的資料受保護，線上審核已暫停，${who}的申請由學校專案處理；請洽註冊組或輔導室。`,
      `This student’s data are under protection and online decisions are suspended; the school handles the application of ${who} itself. Please turn to the registrar or the counselling office.`,
    );
  }
  const own = say(
    '您與這位學生有親屬關係，或您就是申請人，依規定須迴避，不能審核本案。',
    'You are related to this student or are an applicant yourself, so you may not decide this case.',
  );
  if (why === 'own-entry') {
    return (
      say(
        '本案由您代為登打，依規定不能由您審核。',
        'You entered this request at the counter, so you may not decide it.',
      ) +
      say('', ' ') +
      whoReviews(held, who, spoken)
    );
  }
  if (held.kind !== role) return own + say('', ' ') + whoReviews(held, who, spoken);
  return (
    own +
    say(
      `${who}的申請請交由其他審核人員審核${timed('，期限 ', held.dueAt, spoken.language)}。`,
      ` Please leave the application of ${who} to another reviewer${timed(', due ', held.dueAt, spoken.language)}.`,
    )
  );
}
