/** What a write with an Idempotency-Key can meet on its way to a case. */
import { AGAIN, text, type ProblemText } from './problem-text.js';

export const COMMAND_PROBLEMS = {
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
  'idempotency-key-reused': {
    status: 422,
    title: text('Idempotency-Key 已用於不同的內容', 'The Idempotency-Key was used with another body'),
    meaning: text(
      '同一個 Idempotency-Key 先前已送出不同的內容，這次沒有辦理。',
      'The same Idempotency-Key was sent before with another body; this one was not carried out.',
    ),
    cure: text('新的內容請使用新的 Idempotency-Key。', 'Use a new Idempotency-Key for a new body.'),
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
  'log-unavailable': {
    status: 503,
    title: text('事件紀錄暫時無法使用', 'The event log cannot be reached just now'),
    meaning: text('事件紀錄沒有回應。', 'The event log does not answer.'),
    cure: AGAIN,
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
