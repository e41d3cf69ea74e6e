/** Files that a family sends in: 證明文件. */
import { AGAIN, text, type ProblemText } from './problem-text.js';

export const EVIDENCE_PROBLEMS = {
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
  'scanner-unavailable': {
    status: 503,
    title: text('暫時無法檢查檔案', 'Files cannot be checked just now'),
    meaning: text(
      '檔案須先經病毒掃描；掃描服務沒有回應，檔案沒有留存，申請資料沒有變更。',
      'Every file is looked at by a virus scanner first, which does not answer: nothing was kept, and nothing in the request changed.',
    ),
    cure: AGAIN,
  },
} as const satisfies Readonly<Record<string, ProblemText>>;
