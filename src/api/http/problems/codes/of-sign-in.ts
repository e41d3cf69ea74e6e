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
  'captcha-required': {
    status: 422,
    title: text('請輸入驗證碼', 'A captcha is needed'),
    meaning: text('登入時需要驗證碼；沒有核對密碼。', 'Signing in needs a captcha; the password was not looked at.'),
    cure: text(
      '請輸入圖片中的驗證碼，或改用不看圖的驗證方式。',
      'Type the letters of the picture, or use the check that needs no picture.',
    ),
  },
  'captcha-wrong': {
    status: 422,
    title: text('驗證碼不正確', 'The captcha is not right'),
    meaning: text(
      '驗證碼不正確、已使用過或已超過五分鐘；沒有核對密碼。',
      'The captcha is wrong, was used before, or is older than five minutes; the password was not looked at.',
    ),
    cure: text('請換一張圖片，重新輸入驗證碼。', 'Get another picture and type its letters.'),
  },
  'wrong-credentials': {
    status: 401,
    title: text('帳號或密碼不正確', 'The account or the password is not right'),
    meaning: text(
      '帳號或密碼不正確，或帳號已停用。',
      'The account or the password is not right, or the account has ended.',
    ),
    cure: text(
      '請確認學校、帳號及密碼後再試一次；若忘記密碼，請使用忘記密碼或洽學校註冊組。',
      'Check the school, account and password and try again; if the password is forgotten, reset it or ask the registrar of the school.',
    ),
  },
  'second-factor-required': {
    status: 403,
    title: text('請先完成兩步驟驗證', 'The second factor comes first'),
    meaning: text(
      '這個帳號需要兩步驟驗證，完成前不能使用其他功能。',
      'This account needs a second factor; nothing else can be used before it.',
    ),
    cure: text(
      '請輸入驗證器顯示的驗證碼；尚未設定時，請先設定兩步驟驗證。',
      'Enter the code of your authenticator; where there is none yet, set it up first.',
    ),
  },
  'second-factor-wrong': {
    status: 422,
    title: text('兩步驟驗證碼不正確', 'The code is not right'),
    meaning: text('驗證碼不正確、已使用過或已過期。', 'The code is wrong, was used before, or is out of date.'),
    cure: text(
      '請輸入驗證器目前顯示的六位數，或改用一組備用碼。',
      'Enter the six digits that the authenticator shows now, or a recovery code.',
    ),
  },
  'second-factor-set-up': {
    status: 409,
    title: text('已設定兩步驟驗證', 'The second factor is set up already'),
    meaning: text('這個帳號已設定兩步驟驗證。', 'This account has a second factor.'),
    cure: text('若要更換，請先移除現有的設定。', 'To change it, remove the present one first.'),
  },
  'second-person-needed': {
    status: 409,
    title: text('須由另一位系統管理者確認', 'Another administrator must confirm'),
    meaning: text(
      '提出的人不能自己確認，沒有任何資料變更。',
      'The person who asked cannot confirm it; nothing was changed.',
    ),
    cure: text('請由另一位系統管理者確認。', 'Ask another administrator to confirm.'),
  },
  'reset-link-invalid': {
    status: 422,
    title: text('連結已失效', 'The link is not good any more'),
    meaning: text(
      '這個連結已使用過、超過 30 分鐘，或已有較新的信；密碼沒有變更。',
      'The link was used, is older than 30 minutes, or a newer letter was sent; the password stays as it was.',
    ),
    cure: text('請重新申請忘記密碼。', 'Ask for a new link.'),
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
    meaning: text(
      '新密碼至少須 10 個字元（教職員 12 個），密碼沒有變更。',
      'A password has at least 10 characters, of staff 12; it stays as it was.',
    ),
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
    title: text('新密碼是最近用過的密碼', 'The new password was used before'),
    meaning: text('新密碼不得與最近三次的密碼相同。', 'The new password must differ from the last three.'),
    cure: text('請改用其他密碼。', 'Choose another one.'),
  },
  'password-guessable': {
    status: 422,
    title: text('新密碼容易被猜到', 'The new password can be guessed'),
    meaning: text(
      '新密碼不得是常見密碼，也不得包含帳號、學號、身分證統一編號、姓名或學校。',
      'The new password must not be a common one, nor contain the account, the student number, the ID number, the name or the school.',
    ),
    cure: text('請改用他人不易猜到的密碼。', 'Choose one that others cannot guess.'),
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
