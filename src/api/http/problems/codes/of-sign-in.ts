/** Sessions, sign-in and passwords. */
import { text, type ProblemText } from './problem-text.js';

export const SIGN_IN_PROBLEMS = {
  'not-signed-in': {
    status: 401,
    title: text('尚未登入', 'You are not signed in'),
    meaning: text('尚未登入，或登入已逾時。', 'You have not signed in, or your session has ended.'),
    cure: text('請以學校、帳號及密碼登入後再試。', 'Sign in with your school, account and password, then try again.'),
  },
  forbidden: {
    status: 403,
    title: text('您的身分不能使用這項功能', 'Your role does not have this'),
    meaning: text('目前的身分沒有這項功能。', 'Your present role never has this function.'),
    cure: text('請切換身分或改用適當的帳號登入。', 'Change your role or sign in with another account.'),
  },
  'password-change-required': {
    status: 403,
    title: text('請先修改密碼', 'Change your password first'),
    meaning: text(
      '第一次登入必須先修改密碼，才能使用其他功能。',
      'At the first sign-in the password must be changed before anything else.',
    ),
    cure: text('請先設定新密碼，再繼續使用。', 'Please set a new password first, then go on.'),
  },
  'too-many-sign-ins': {
    status: 429,
    title: text('登入失敗次數過多', 'Too many failed sign-ins'),
    meaning: text(
      '從這裡登入失敗的次數過多，為保護帳號，暫時不再核對密碼。',
      'There were too many failed sign-ins from here; to protect the account, passwords are not checked for now.',
    ),
    cure: text(
      '請於 15 分鐘後再試；若忘記密碼，請洽學校註冊組。',
      'Try again in 15 minutes; if the password is forgotten, ask the registrar of the school.',
    ),
  },
  'wrong-password': {
    status: 422,
    title: text('目前密碼不正確', 'The current password is not right'),
    meaning: text(
      '輸入的目前密碼不正確，密碼沒有變更。',
      'The current password you gave is not right; the password stays as it was.',
    ),
    cure: text('請重新輸入目前密碼。', 'Type the current password again.'),
  },
  'password-too-short': {
    status: 422,
    title: text('新密碼太短', 'The new password is too short'),
    meaning: text('新密碼至少須 8 個字元，密碼沒有變更。', 'A password has at least 8 characters; it stays as it was.'),
    cure: text(
      '請改用較長的密碼，例如幾個不相關的詞。',
      'Choose a longer one, such as a few words that do not belong together.',
    ),
  },
  'password-too-long': {
    status: 422,
    title: text('新密碼太長', 'The new password is too long'),
    meaning: text(
      '新密碼最多 128 個字元，密碼沒有變更。',
      'A password has at most 128 characters; it stays as it was.',
    ),
    cure: text('請縮短新密碼。', 'Shorten it.'),
  },
  'password-unchanged': {
    status: 422,
    title: text('新密碼與目前密碼相同', 'The new password is the current one'),
    meaning: text('新密碼不得與目前密碼相同。', 'The new password must differ from the current one.'),
    cure: text('請改用其他密碼。', 'Choose another one.'),
  },
  'password-guessable': {
    status: 422,
    title: text('新密碼容易被猜到', 'The new password can be guessed'),
    meaning: text(
      '新密碼不得是帳號、學號、身分證統一編號或第一次登入密碼。',
      'The new password must not be the account, the student number, the ID number or the first password.',
    ),
    cure: text('請改用他人不易猜到的密碼。', 'Choose one that others cannot guess.'),
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
