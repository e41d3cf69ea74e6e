/** What the import of a roster refuses at once. */
import { AGAIN, text, type ProblemText } from './problem-text.js';

export const ROSTER_PROBLEMS = {
  'unreadable-zip': {
    status: 422,
    title: text('ZIP 檔無法讀取', 'The ZIP cannot be read'),
    meaning: text('ZIP 檔損壞或不完整，沒有任何資料變更。', 'The ZIP is damaged or cut off; nothing was changed.'),
    cure: text('請重新壓縮後再上傳。', 'Pack it again, then send it again.'),
  },
  'encrypted-zip': {
    status: 422,
    title: text('ZIP 檔設有密碼', 'The ZIP is locked with a password'),
    meaning: text('設有密碼的 ZIP 檔無法讀取，沒有任何資料變更。', 'A locked ZIP cannot be read; nothing was changed.'),
    cure: text('請以不設密碼的方式重新壓縮後再上傳。', 'Pack it without a password, then send it again.'),
  },
  'zip-too-large': {
    status: 422,
    title: text('ZIP 檔解壓縮後過大', 'The ZIP unpacks to too much'),
    meaning: text(
      'ZIP 檔解壓縮後超過 100 MB 或 1,000 個檔案，沒有任何資料變更。',
      'The ZIP unpacks to more than 100 MB or 1,000 files; nothing was changed.',
    ),
    cure: text('請只放入名冊的 CSV 檔後再上傳。', 'Put only the CSV files of the roster in it, then send it again.'),
  },
  'import-not-held': {
    status: 409,
    title: text('這次匯入不需要確認', 'This import does not wait for a confirmation'),
    meaning: text(
      '這次匯入不在待確認的狀態：可能已套用、已拒絕，或已有人確認。',
      'The import is not held: it was applied or refused, or somebody has confirmed it already.',
    ),
    cure: text('請查看這次匯入目前的狀態。', 'Look at how the import stands now.'),
  },
  'roster-busy': {
    status: 503,
    title: text('學籍名冊更新中', 'The roster is being written'),
    meaning: text(
      '這所學校的名冊正在更新，例如匯入，這個動作還沒有辦理。',
      'The roster of this school is being written, by an import for example; this action was not carried out yet.',
    ),
    cure: AGAIN,
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
