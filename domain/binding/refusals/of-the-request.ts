/** Refusals that a family meets between opening a request and 送出申請. */
import type { Refusal } from './refusal.js';

export const OF_THE_REQUEST = {
  'student-not-found': {
    status: 404,
    title: { 'zh-TW': '查無此學生', en: 'Student not found' },
    meaning: {
      'zh-TW': '學籍名冊中找不到這位學生。',
      en: 'The school roster has no such student.',
    },
    cure: {
      'zh-TW': '請確認登入的學校與帳號是否正確；若仍有疑問，請洽學校註冊組。',
      en: 'Please check the school and the account you signed in with; if they are right, ask the registrar.',
    },
  },
  'student-left': {
    status: 409,
    title: { 'zh-TW': '學生已不在學', en: 'The student is no longer enrolled' },
    meaning: {
      'zh-TW': '學籍名冊顯示學生已畢業或離校，因此無法在本校申請親子綁定。',
      en: 'According to the roster the student has graduated or left, so a binding cannot be requested at this school.',
    },
    cure: {
      'zh-TW': '請至學生目前就讀的學校申請；若學生仍在本校就讀，請洽學校註冊組更正學籍資料。',
      en: 'Please apply at the present school; if the student is still enrolled here, ask the registrar to correct the roster.',
    },
  },
  'revision-changed': {
    status: 412,
    title: { 'zh-TW': '案件已有變更', en: 'The case has changed' },
    meaning: {
      'zh-TW': '您送出前，案件已有其他變更，因此這次沒有辦理。',
      en: 'The case has changed since you read it, so this was not carried out.',
    },
    cure: {
      'zh-TW': '請重新整理頁面，確認最新內容後再送出。',
      en: 'Please reload the page, look at what it says now, and send it again.',
    },
  },
  'wrong-stage': {
    status: 409,
    title: { 'zh-TW': '目前的步驟無法進行這項操作', en: 'Not possible at this step' },
    meaning: {
      'zh-TW': '申請已進行到其他步驟，或已經結案。',
      en: 'The request is at another step, or is closed.',
    },
    cure: {
      'zh-TW': '請重新整理頁面，依畫面上的步驟繼續；若已結案，可重新提出申請。',
      en: 'Please reload the page and go on with the step shown there; if the request is closed you may open a new one.',
    },
  },
  'not-ticked': {
    status: 422,
    title: { 'zh-TW': '尚未勾選「資訊正確」', en: '“The data are correct” is not ticked' },
    meaning: {
      'zh-TW': '一定要勾選「資訊正確」，才可填答送出。',
      en: 'The answer can be sent only when “the data are correct” is ticked.',
    },
    cure: {
      'zh-TW': '資料正確請勾選「資訊正確」後再送出；若有錯誤，請洽學校註冊組辦理。',
      en: 'If the data are right, tick the box and send again; if not, please ask the registrar to correct them.',
    },
  },
  'data-changed': {
    status: 409,
    title: { 'zh-TW': '學生資料已更新', en: 'The student data have changed' },
    meaning: {
      'zh-TW': '您確認的同時，學校更新了這位學生的學籍資料，因此這次的確認沒有送出。',
      en: 'The school changed this student’s data while you were looking at them, so your answer was not taken.',
    },
    cure: {
      'zh-TW': '請重新整理頁面，核對新的資料後再確認一次。',
      en: 'Please reload the page, check the new data and confirm again.',
    },
  },
  'choices-contradict': {
    status: 422,
    title: { 'zh-TW': '勾選的內容互相矛盾', en: 'The choices contradict each other' },
    meaning: {
      'zh-TW': '勾選「本人不同意」時，無法申辦帳號。',
      en: 'An account cannot be applied for without consent.',
    },
    cure: {
      'zh-TW': '要申辦請改選「本人同意」；不申辦請點選「無意參加」。',
      en: 'To apply, choose “I consent”; if you do not want an account, choose “not joining”.',
    },
  },
  'text-outdated': {
    status: 409,
    title: { 'zh-TW': '同意書已更新', en: 'The consent text has changed' },
    meaning: {
      'zh-TW': '您所看的同意書不是現行版本。',
      en: 'The text you read is not the current version.',
    },
    cure: {
      'zh-TW': '請重新整理頁面，閱讀現行的同意書後再回覆。',
      en: 'Please reload the page, read the current text and answer again.',
    },
  },
  'wrong-number-of-applicants': {
    status: 422,
    title: { 'zh-TW': '申請人數與申辦方式不符', en: 'Wrong number of applicants' },
    meaning: {
      'zh-TW': '「一位申辦」與「其他關係者擔任監護人」須填一位申請人，「二位申辦」須填兩位。',
      en: 'One parent and other guardian take one applicant each; two parents take two.',
    },
    cure: {
      'zh-TW': '請選擇正確的申辦方式，或調整申請人數。',
      en: 'Please choose the way of applying that fits, or add or remove an applicant.',
    },
  },
  'relation-not-allowed': {
    status: 422,
    title: { 'zh-TW': '親屬關係與申辦方式不符', en: 'The relation does not fit the way of applying' },
    meaning: {
      'zh-TW': '「雙親為監護人」限填父親或母親；「其他關係者擔任監護人」限填父母以外的關係。',
      en: 'Parents as guardians takes father or mother only; other guardian takes any other relation.',
    },
    cure: {
      'zh-TW': '請修正親屬關係，或改選其他申辦方式。',
      en: 'Please correct the relation or choose the other way of applying.',
    },
  },
  'same-person-twice': {
    status: 422,
    title: { 'zh-TW': '兩位申請人是同一人', en: 'The same person twice' },
    meaning: {
      'zh-TW': '兩位申請人填寫了相同的身分證統一編號。',
      en: 'Both applicants have the same ID number.',
    },
    cure: {
      'zh-TW': '請更正身分證統一編號；若只有一位要申辦，請改選「一位申辦」。',
      en: 'Please correct the ID number, or choose one parent if only one of you applies.',
    },
  },
  'same-email-twice': {
    status: 422,
    title: { 'zh-TW': '兩位申請人的電子郵件相同', en: 'The same e-mail address twice' },
    meaning: {
      'zh-TW': '電子郵件就是登入帳號，每位申請人須使用自己的電子郵件。',
      en: 'The e-mail address is the sign-in name, so each applicant needs their own.',
    },
    cure: {
      'zh-TW': '請為每位申請人填寫不同的電子郵件。',
      en: 'Please give a different address for each applicant.',
    },
  },
  'applicant-is-student': {
    status: 422,
    title: { 'zh-TW': '申請人不可為學生本人', en: 'The applicant is the student' },
    meaning: {
      'zh-TW': '填寫的是學生本人的身分證統一編號，帳號須由監護人申辦。',
      en: 'The ID number given is the student’s own; the account is for a guardian.',
    },
    cure: {
      'zh-TW': '請填寫監護人的身分證統一編號。',
      en: 'Please give the ID number of the guardian.',
    },
  },
  'already-bound': {
    status: 409,
    title: { 'zh-TW': '申請人已完成綁定', en: 'The applicant is already bound' },
    meaning: {
      'zh-TW': '這位申請人與這位學生已完成親子綁定，不需要再次申請。',
      en: 'This applicant’s account is already bound to this student; there is no need to apply again.',
    },
    cure: {
      'zh-TW': '請直接以原有的帳號登入；若要為其他監護人申辦，請填寫該監護人的資料。',
      en: 'Please sign in with the existing account; to apply for another guardian, give that person’s data.',
    },
  },
  'too-many-changes': {
    status: 429,
    title: { 'zh-TW': '今日異動次數已達上限', en: 'Too many changes today' },
    meaning: {
      'zh-TW': '這件申請今天的異動次數已達上限，因此這次沒有辦理。',
      en: 'As much was changed in this case today as a day allows, so this was not carried out.',
    },
    cure: {
      'zh-TW': '請明天再試；需要撤回申請時，仍可隨時辦理。',
      en: 'Please try again tomorrow; a withdrawal is possible at any time.',
    },
  },
  'dossier-changed': {
    status: 409,
    title: { 'zh-TW': '申請資料已變更', en: 'The application has changed' },
    meaning: {
      'zh-TW': '您看到的申請資料不是最新的，因此這次的操作沒有生效。',
      en: 'What you saw is no longer the latest version, so nothing was done.',
    },
    cure: {
      'zh-TW': '請重新整理頁面，核對最新的資料後再操作一次。',
      en: 'Please reload the page, check the latest data and try again.',
    },
  },
  'field-not-open': {
    status: 409,
    title: { 'zh-TW': '這個欄位目前不能修改', en: 'This field cannot be changed now' },
    meaning: {
      'zh-TW': '學校只請您補正部分欄位，其他欄位維持原內容。',
      en: 'The school asked for some fields only; the others stay as they are.',
    },
    cure: {
      'zh-TW': '請只修改補正通知列出的欄位；若其他資料也有誤，請先撤回再重新申請，或洽導師、註冊組。',
      en: 'Please change the fields that were asked for only; if others are wrong too, withdraw and apply again, or ask the class teacher or the registrar.',
    },
  },
  'too-much-evidence': {
    status: 409,
    title: { 'zh-TW': '證明文件已達上限', en: 'There is as much evidence as there may be' },
    meaning: {
      'zh-TW': '每位申請人最多 10 件證明文件，這一件沒有加入。',
      en: 'An applicant may have 10 pieces of evidence; this one was not added.',
    },
    cure: {
      'zh-TW': '請先移除不需要的證明文件，或將多頁合併為一個 PDF 再上傳。',
      en: 'Please remove what is not needed, or send several pages as one PDF.',
    },
  },
  'nothing-corrected': {
    status: 409,
    title: { 'zh-TW': '尚未完成補正', en: 'What was asked for is not corrected yet' },
    meaning: {
      'zh-TW': '補正通知列出的欄位還沒有全部重新填寫，因此不能再次送出。',
      en: 'Not every field that was asked for has been filled in anew, so it cannot be sent again.',
    },
    cure: {
      'zh-TW': '請重新填寫通知列出的每個欄位（內容正確時也請再填一次），再按「送出申請」。',
      en: 'Please fill in each of the fields that were asked for (again, if it was right), then send.',
    },
  },
} as const satisfies Readonly<Record<string, Refusal>>;
