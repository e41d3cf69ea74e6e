/** What can go wrong with any request, before a feature is asked. */
import { AGAIN, text, type ProblemText } from './problem-text.js';

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
  'foreign-origin': {
    status: 403,
    title: text('請求來自其他網站', 'The request came from another site'),
    meaning: text(
      '為了保護您的帳號，不接受其他網站的網頁送出的動作；沒有任何資料變更。',
      'To protect your account, actions sent by a page of another site are not carried out; nothing was changed.',
    ),
    cure: text('請回到本系統的網頁操作。', 'Use the pages of this system.'),
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
  'too-busy': {
    status: 503,
    title: text('系統忙碌中', 'The system is busy'),
    meaning: text(
      '同時辦理的人數已達上限，這一次沒有處理。',
      'As many requests as can be are in hand; this one was not taken.',
    ),
    cure: AGAIN,
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
  'invalid-body': {
    status: 422,
    title: text('填寫的內容有誤', 'Something in what you sent is wrong'),
    meaning: text(
      '一個或多個欄位不符規定，沒有任何資料變更。',
      'One or more fields are not as they should be; nothing was changed.',
    ),
    cure: text('請依 errors 所列欄位逐一更正後再送出。', 'Correct the fields listed under errors and send it again.'),
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
  'database-unavailable': {
    status: 503,
    title: text('資料庫暫時無法使用', 'The database cannot be reached just now'),
    meaning: text('資料庫沒有回應。', 'The database does not answer.'),
    cure: AGAIN,
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
