/** What the school’s office enters: a case for a parent, a pupil’s data. */
import { text, type ProblemText } from './problem-text.js';

export const COUNTER_PROBLEMS = {
  'opened-by-parent': {
    status: 409,
    title: text('家長已自行在線上開始申請', 'The parent has an open request of their own'),
    meaning: text(
      '家長已登入家長帳號為這位學生開始申請，但尚未「送出申請」；送出前只有家長可以查看及填寫，因此不能在櫃臺代辦。',
      'The parent has begun a request for this student with the parent account and has not sent it yet; until then only the parent can see it and fill it in, so it cannot be entered at the counter.',
    ),
    cure: text(
      '請家長以家長帳號（P＋學號）登入接續辦理；「送出申請」後，本案就會列入註冊組可審核的案件。家長若不再接續，該申請逾期結案（最後一次填寫後 30 天）後，即可在櫃臺重新申請。',
      'Please ask the parent to sign in with the parent account (P and the student number) and go on there; once it is sent, the case is listed for the registrar to review. If the parent does not go on, the request expires 30 days after its last step; then a new one can be entered at the counter.',
    ),
  },
  'student-number-taken': {
    status: 409,
    title: text('學號已由其他學生使用', 'Another student has this number'),
    meaning: text(
      '同一所學校已有另一位學生使用這個學號，學籍資料沒有變更。',
      'Another student of the school has this number; the roster was not changed.',
    ),
    cure: text('請核對學號後再更正。', 'Check the number, then correct it again.'),
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
