/** Refusals of a reviewer's decision. */
import type { Refusal } from './refusal.js';

export const OF_THE_REVIEW = {
  'not-your-class': {
    status: 409,
    title: { 'zh-TW': '您目前無權審核這件申請', en: 'Not yours to decide' },
    meaning: {
      'zh-TW': '您目前不是這位學生的導師，或這件申請尚未輪到您審核。',
      en: 'You are not the class teacher of this student now, or the case has not come to you.',
    },
    cure: {
      'zh-TW': '請由該班導師或註冊組審核；若職務有異動，請洽註冊組確認名冊。',
      en: 'Please leave it to the class teacher or the registrar; if your duties changed, ask the registrar to check the roster.',
    },
  },
  'with-registrar': {
    status: 409,
    title: { 'zh-TW': '已轉由註冊組或教務主任審核', en: 'Now with the registrar or the director' },
    meaning: {
      'zh-TW': '這件申請已逾導師審核期限或依規定迴避，改由註冊組或教務主任審核。',
      en: 'The case has passed from the class teacher to the registrar or the director of academic affairs.',
    },
    cure: {
      'zh-TW': '您不需要再處理；若有意見，請告知註冊組。',
      en: 'Nothing more to do for you; if you have remarks, please tell the registrar.',
    },
  },
  'own-child': {
    status: 409,
    title: { 'zh-TW': '須迴避本人子女的申請', en: 'Your own family’s case' },
    meaning: {
      'zh-TW': '您與這位學生有親屬關係，或您就是申請人，依規定須迴避審核。',
      en: 'You are related to this student or are an applicant yourself, so you may not decide this case.',
    },
    cure: {
      'zh-TW': '請由註冊組審核；註冊組須迴避時，由教務主任審核。',
      en: 'Please leave it to the registrar, or to the director where it is the registrar’s own.',
    },
  },
  'held-by-school': {
    status: 409,
    title: { 'zh-TW': '由學校專案處理', en: 'Handled by the school' },
    meaning: {
      'zh-TW': '這位學生的資料受保護，線上審核已暫停。',
      en: 'This student’s data are under protection; online decisions are suspended.',
    },
    cure: {
      'zh-TW': '請洽註冊組或輔導室，由學校專案處理。',
      en: 'Please turn to the registrar or the counselling office; the school handles the case itself.',
    },
  },
  'already-decided': {
    status: 409,
    title: { 'zh-TW': '已完成審核', en: 'Already decided' },
    meaning: {
      'zh-TW': '這位申請人已由您或其他審核人員完成審核。',
      en: 'This applicant has already been decided, by you or by somebody else.',
    },
    cure: {
      'zh-TW': '請重新整理頁面查看審核結果，不需要再處理。',
      en: 'Please reload the page to see the decision; nothing more to do.',
    },
  },
  'wrong-state': {
    status: 409,
    title: { 'zh-TW': '申請人目前的狀態無法進行這項操作', en: 'Not possible for this applicant now' },
    meaning: {
      'zh-TW': '這位申請人尚未送出申請、已送出審核，或其申請已經結束，因此不適用這項操作。',
      en: 'This applicant has not been sent yet, is under review, or is settled, and what was asked for does not fit that.',
    },
    cure: {
      'zh-TW': '請重新整理頁面查看目前的狀態，依畫面上的操作進行；尚未送出而要審核者，須先由家長「送出申請」。',
      en: 'Please reload the page to see the present state and what is open to you; before a review the parent has to send the application.',
    },
  },
  'form-not-checked': {
    status: 409,
    title: { 'zh-TW': '尚未核對申請書', en: 'The paper form was not compared' },
    meaning: {
      'zh-TW': '通過之前，須先核對家長繳交的申請書。',
      en: 'Before an approval the data must be compared with the paper form.',
    },
    cure: {
      'zh-TW': '請核對申請書並勾選「已核對」，再按「通過」。',
      en: 'Please compare the form, tick that you did, and approve again.',
    },
  },
  'reason-unknown': {
    status: 422,
    title: { 'zh-TW': '不通過的原因不在清單中', en: 'Unknown reason' },
    meaning: {
      'zh-TW': '所選的原因不在「不通過」的原因清單中。',
      en: 'The reason given is not on the list of reasons for a rejection.',
    },
    cure: {
      'zh-TW': '請從清單中選擇一項原因；都不適用時，請選「其他」並填寫說明。',
      en: 'Please choose a reason from the list; if none fits, choose “other” and write a note.',
    },
  },
  'note-required': {
    status: 422,
    title: { 'zh-TW': '請填寫說明', en: 'A note is required' },
    meaning: {
      'zh-TW': '選擇這項原因時，須填寫說明讓家長了解。',
      en: 'This reason needs a note, so that the parent can understand it.',
    },
    cure: {
      'zh-TW': '請填寫說明後再送出一次。',
      en: 'Please write a note and send again.',
    },
  },
  'no-fields': {
    status: 422,
    title: { 'zh-TW': '請選擇欄位', en: 'Choose the fields' },
    meaning: {
      'zh-TW': '沒有指出任何可以修改的欄位。',
      en: 'No field that can be changed was named.',
    },
    cure: {
      'zh-TW': '請至少選擇一個需要修改的欄位。',
      en: 'Please choose at least one field to be changed.',
    },
  },
  'evidence-missing': {
    status: 409,
    title: { 'zh-TW': '尚缺證明文件', en: 'The evidence is missing' },
    meaning: {
      'zh-TW': '這類申請須有證明文件（上傳或紙本）才能核准。',
      en: 'This kind of application needs evidence, uploaded or on paper, before it can be approved.',
    },
    cure: {
      'zh-TW': '收到紙本時請登錄；若尚未收到，請向家長要求補正證明文件。',
      en: 'Record the paper documents if you have them; otherwise ask the parent to provide evidence.',
    },
  },
  'already-recorded': {
    status: 409,
    title: { 'zh-TW': '已登錄過申請書', en: 'The paper form is recorded already' },
    meaning: {
      'zh-TW': '這位申請人的紙本文件先前已登錄。',
      en: 'The paper documents of this applicant have been recorded before.',
    },
    cure: {
      'zh-TW': '不需再登錄；請重新整理頁面查看已登錄的文件。',
      en: 'Nothing needs to be done; reload the page to see what was recorded.',
    },
  },
  'own-entry': {
    status: 409,
    title: { 'zh-TW': '由您代為登打的案件', en: 'You entered this request' },
    meaning: {
      'zh-TW': '臨櫃代為登打的人員不得審核同一案件。',
      en: 'Whoever entered a request at the counter may not decide it.',
    },
    cure: {
      'zh-TW': '請由導師或其他有權審核的同仁處理。',
      en: 'Please leave it to the class teacher or to another colleague who may decide.',
    },
  },
} as const satisfies Readonly<Record<string, Refusal>>;
