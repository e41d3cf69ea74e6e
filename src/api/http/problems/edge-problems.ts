/** What the HTTP edge itself refuses, before any rule is asked. The rules' own codes stand in domain/binding/refusals.ts. */
import type { Bilingual } from '../answers/language.js';

/** What a code means for its reader and how to cure it. */
export interface ProblemText {
  readonly status: number;
  readonly title: Bilingual;
  readonly meaning: Bilingual;
  readonly cure: Bilingual;
}

const text = (zh: string, en: string): Bilingual => ({ 'zh-TW': zh, en });

const AGAIN = text(
  '請稍候再試一次；以同一個 Idempotency-Key 重送不會重複辦理。',
  'Try again in a moment; sending it again with the same Idempotency-Key does nothing twice.',
);

export const EDGE_PROBLEMS = {
  'malformed-json': {
    status: 400,
    title: text('內容不是有效的 JSON', 'The body is not valid JSON'),
    meaning: text(
      '伺服器無法讀懂送出的內容，沒有任何資料變更。',
      'The server could not read the body; nothing was changed.',
    ),
    cure: text('請以 UTF-8 編碼的 JSON 物件重新送出。', 'Send a JSON object in UTF-8.'),
  },
  'idempotency-key-missing': {
    status: 400,
    title: text('缺少 Idempotency-Key', 'Idempotency-Key is missing'),
    meaning: text(
      '這個動作必須附上 Idempotency-Key 標頭，才能保證只辦理一次。',
      'This action needs the header Idempotency-Key, so that it is done once only.',
    ),
    cure: text('請為每一個新的動作附上一個新的 UUID。', 'Send a new UUID with each new action.'),
  },
  'idempotency-key-invalid': {
    status: 400,
    title: text('Idempotency-Key 格式不符', 'Idempotency-Key is not a UUID'),
    meaning: text('Idempotency-Key 必須是 UUID。', 'Idempotency-Key must be a UUID.'),
    cure: text(
      '請改用 UUID，例如 6f1c2b34-8a5e-4d21-9c3f-0b7e5d9a1c42。',
      'Use a UUID, such as 6f1c2b34-8a5e-4d21-9c3f-0b7e5d9a1c42.',
    ),
  },
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
  'foreign-origin': {
    status: 403,
    title: text('請求來自其他網站', 'The request came from another site'),
    meaning: text(
      '為了保護您的帳號，不接受其他網站的網頁送出的動作；沒有任何資料變更。',
      'To protect your account, actions sent by a page of another site are not carried out; nothing was changed.',
    ),
    cure: text('請回到本系統的網頁操作。', 'Use the pages of this system.'),
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
  'not-found': {
    status: 404,
    title: text('找不到資料', 'Not found'),
    meaning: text('沒有這筆資料，或不屬於您。', 'There is no such thing, or it is not yours.'),
    cure: text('請檢查網址，或回到您的清單重新選取。', 'Check the address, or choose again from your list.'),
  },
  'method-not-allowed': {
    status: 405,
    title: text('這個網址沒有這種用法', 'This address does not have this method'),
    meaning: text(
      '網址存在，但不接受這種 HTTP 方法；沒有任何資料變更。',
      'The address exists, but not with this HTTP method; nothing was changed.',
    ),
    cure: text('請改用 Allow 標頭所列的方法。', 'Use one of the methods that the header Allow lists.'),
  },
  'request-timeout': {
    status: 408,
    title: text('請求未在時限內送完', 'The request did not arrive in time'),
    meaning: text('伺服器未在時限內收到完整的請求。', 'The whole request did not arrive in time.'),
    cure: text('請檢查網路連線後再試一次。', 'Check your connection and try again.'),
  },
  'request-malformed': {
    status: 400,
    title: text('請求格式有誤', 'This is not an HTTP request'),
    meaning: text('伺服器無法讀懂這個請求。', 'The server could not read the request.'),
    cure: text('請依 HTTP/1.1 格式重新送出。', 'Send it as HTTP/1.1 says.'),
  },
  'headers-too-large': {
    status: 431,
    title: text('標頭過大', 'The headers are too large'),
    meaning: text('請求的標頭超過 16 kB。', 'The headers of the request are larger than 16 kB.'),
    cure: text('請清除瀏覽器中本網站的 Cookie 後再試。', 'Clear the cookies of this site and try again.'),
  },
  'too-many-requests': {
    status: 429,
    title: text('請求過於頻繁', 'Too many requests'),
    meaning: text(
      '一分鐘內的請求超過上限，這一次沒有辦理。',
      'There were more requests in a minute than the limit; this one was not carried out.',
    ),
    cure: text(
      '請於 Retry-After 所示秒數後再試；以同一個 Idempotency-Key 重送不會重複辦理。',
      'Try again after the seconds in Retry-After; sending it again with the same Idempotency-Key does nothing twice.',
    ),
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
  'too-busy': {
    status: 503,
    title: text('系統忙碌中', 'The system is busy'),
    meaning: text(
      '同時辦理的人數已達上限，這一次沒有處理。',
      'As many requests as can be are in hand; this one was not taken.',
    ),
    cure: AGAIN,
  },
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
  'body-too-large': {
    status: 413,
    title: text('內容過大', 'The body is too large'),
    meaning: text('送出的內容超過 64 kB（暫存為 32 kB）。', 'The body is larger than 64 kB (32 kB for a draft).'),
    cure: text('請縮短內容後再送出。', 'Send less.'),
  },
  'unsupported-media-type': {
    status: 415,
    title: text('內容格式不支援', 'This type of body is not accepted'),
    meaning: text(
      '只接受 UTF-8 編碼的 application/json；上傳證明文件則為 multipart/form-data。',
      'Only application/json in UTF-8 is accepted, and multipart/form-data for evidence.',
    ),
    cure: text(
      '請以 Content-Type: application/json 送出；證明文件請以 multipart/form-data 的 file 欄位送出。',
      'Send it with Content-Type: application/json; evidence as the part `file` of multipart/form-data.',
    ),
  },
  'too-large': {
    status: 413,
    title: text('檔案過大', 'The file is too large'),
    meaning: text(
      '證明文件每件最大 10 MB，這一件沒有加入。',
      'A piece of evidence has at most 10 MB; this one was not added.',
    ),
    cure: text('請縮小圖片或分成幾個檔案後再上傳。', 'Make the picture smaller, or send it as several files.'),
  },
  infected: {
    status: 422,
    title: text('檔案可能含有惡意程式', 'The file may hold malware'),
    meaning: text(
      '掃描發現檔案可能含有惡意程式，檔案沒有留存。',
      'The scanner took the file for malware; it was not kept.',
    ),
    cure: text(
      '請以防毒軟體檢查裝置，重新拍照或掃描文件後再上傳。',
      'Check your device for malware, then photograph or scan the document again.',
    ),
  },
  'evidence-busy': {
    status: 503,
    title: text('上傳的人較多', 'Many files are being sent in just now'),
    meaning: text('同時上傳的檔案過多，這一件還沒有處理。', 'Too many files came at once; this one was not taken yet.'),
    cure: AGAIN,
  },
  'invalid-body': {
    status: 422,
    title: text('填寫的內容有誤', 'Something in what you sent is wrong'),
    meaning: text(
      '一個或多個欄位不符規定，沒有任何資料變更。',
      'One or more fields are not as they should be; nothing was changed.',
    ),
    cure: text('請依 errors 所列欄位逐一更正後再送出。', 'Correct the fields listed under errors and send it again.'),
  },
  'idempotency-key-reused': {
    status: 422,
    title: text('Idempotency-Key 已用於不同的內容', 'The Idempotency-Key was used with another body'),
    meaning: text(
      '同一個 Idempotency-Key 先前已送出不同的內容，這次沒有辦理。',
      'The same Idempotency-Key was sent before with another body; this one was not carried out.',
    ),
    cure: text('新的內容請使用新的 Idempotency-Key。', 'Use a new Idempotency-Key for a new body.'),
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
  'scanner-unavailable': {
    status: 503,
    title: text('暫時無法檢查檔案', 'Files cannot be checked just now'),
    meaning: text(
      '檔案須先經病毒掃描；掃描服務沒有回應，檔案沒有留存，申請資料沒有變更。',
      'Every file is looked at by a virus scanner first, which does not answer: nothing was kept, and nothing in the request changed.',
    ),
    cure: AGAIN,
  },
  'internal-error': {
    status: 500,
    title: text('系統發生錯誤', 'Something went wrong on our side'),
    meaning: text('系統發生未預期的錯誤，已留下紀錄。', 'An unexpected error happened and was recorded.'),
    cure: text(
      '請稍後再試；若持續發生，請將 instance 的號碼告知學校。',
      'Try again later; if it goes on, tell the school the number under instance.',
    ),
  },
  'engine-unavailable': {
    status: 503,
    title: text('申請流程暫時無法使用', 'Requests cannot be processed just now'),
    meaning: text(
      '流程引擎沒有回應，這個動作沒有送出；查詢不受影響。',
      'The workflow engine does not answer and this action was not sent; reading goes on.',
    ),
    cure: AGAIN,
  },
  'outcome-unknown': {
    status: 503,
    title: text('尚未得知結果', 'The outcome is not known yet'),
    meaning: text(
      '未及時得到結果：動作可能已辦理，也可能尚未辦理。',
      'No result came in time: the action may or may not have been carried out.',
    ),
    cure: text(
      '請以同一個 Idempotency-Key 重送以取得結果，不會重複辦理。',
      'Send it again with the same Idempotency-Key to get the result; nothing is done twice.',
    ),
  },
  'database-unavailable': {
    status: 503,
    title: text('資料庫暫時無法使用', 'The database cannot be reached just now'),
    meaning: text('資料庫沒有回應。', 'The database does not answer.'),
    cure: AGAIN,
  },
  'log-unavailable': {
    status: 503,
    title: text('事件紀錄暫時無法使用', 'The event log cannot be reached just now'),
    meaning: text('事件紀錄沒有回應。', 'The event log does not answer.'),
    cure: AGAIN,
  },
} as const satisfies Readonly<Record<string, ProblemText>>;

export type EdgeCode = keyof typeof EDGE_PROBLEMS;
