/** Codes by mail: 驗證電子郵件. */
import { AGAIN, text, type ProblemText } from './problem-text.js';

export const EMAIL_PROBLEMS = {
  'wrong-code': {
    status: 422,
    title: text('驗證碼不正確', 'The code is not right'),
    meaning: text(
      '輸入的驗證碼與寄出的最近一封不同，電子郵件尚未驗證。',
      'The code differs from the one sent last; the address is not proven yet.',
    ),
    cure: text(
      '請輸入最近一封驗證信的六位數字；每個驗證碼最多可試 5 次。',
      'Type the six digits of the latest mail; each code may be tried 5 times.',
    ),
  },
  'code-expired': {
    status: 409,
    title: text('沒有有效的驗證碼', 'There is no code in force'),
    meaning: text(
      '驗證碼已超過 10 分鐘，或尚未寄出驗證碼。',
      'The code is older than 10 minutes, or none has been sent yet.',
    ),
    cure: text('請重新寄送驗證碼。', 'Have a new code sent.'),
  },
  'too-many-tries': {
    status: 429,
    title: text('驗證碼嘗試次數過多', 'This code was tried too often'),
    meaning: text('這個驗證碼已試過 5 次，不能再使用。', 'This code was tried 5 times and is of no more use.'),
    cure: text('請重新寄送驗證碼。', 'Have a new code sent.'),
  },
  'too-many-codes': {
    status: 429,
    title: text('驗證碼寄送次數過多', 'Too many codes were sent'),
    meaning: text(
      '同一位申請人或同一個電子郵件，一小時內最多寄送 5 次驗證碼；這次沒有寄出。',
      'At most 5 codes an hour are sent for an applicant or to an address; none was sent now.',
    ),
    cure: text('請使用最近一封驗證信，或於一小時後再試。', 'Use the latest mail, or try again in an hour.'),
  },
  'mail-unavailable': {
    status: 503,
    title: text('暫時無法寄送電子郵件', 'Mail cannot be sent just now'),
    meaning: text('電子郵件沒有寄出，申請資料沒有變更。', 'The mail was not sent; nothing in the request changed.'),
    cure: AGAIN,
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
