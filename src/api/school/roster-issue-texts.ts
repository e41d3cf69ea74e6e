/** What is wrong at a place of a roster file, and how to mend it. No text holds a value of the file. */
import type { IssueCode, WarningCode } from '../../people/roster/import/read/issues.js';
import type { Bilingual } from '../http/answers/language.js';

const said = (zh: string, en: string): Bilingual => ({ 'zh-TW': zh, en });

export const ISSUE_TEXTS: Readonly<Record<IssueCode | WarningCode, Bilingual>> = {
  'missing-column': said(
    '缺少這個必要欄位，請在標題列加上這一欄。',
    'This column must be there: add it to the header row.',
  ),
  'unreadable-encoding': said(
    '從這一列起的文字編碼無法辨識，請另存為 UTF-8 或 Big5 的 CSV 檔。',
    'From this row on the text is in no known encoding: save the file as CSV in UTF-8 or Big5.',
  ),
  'not-a-roster': said(
    '不是可匯入的名冊，請確認第一列是欄位名稱，且引號成對。',
    'This is no roster that can be brought in: the first row must be the names of the columns, and quotes come in pairs.',
  ),
  'too-many-rows': said(
    '超過 50,000 列，請分校匯入。',
    'There are more than 50,000 rows: bring in one school at a time.',
  ),
  'missing-value': said('這一格不可空白，請填寫。', 'This cell must not be empty: fill it in.'),
  'too-long': said('內容過長，請確認欄位沒有錯位。', 'The cell is too long: check that no column has slipped.'),
  'invalid-id-number': said(
    '身分證統一編號或外來人口統一證號不正確，請核對十個字元。',
    'This is no valid ID number: check the ten characters.',
  ),
  'invalid-status': said(
    '不在可填的代碼或詞語中，請改填說明所列的。',
    'This is none of the words for this column: use one of the list.',
  ),
  'invalid-date': said(
    '日期不正確，請以 113/09/01 或 2024-09-01 的格式填寫；迄日不可早於起日。',
    'This is no date: write it as 2024-09-01 or 113/09/01; the last day is not before the first.',
  ),
  'duplicate-student-number': said(
    '學號與前面的列重複，請保留一列。',
    'The student number stands in an earlier row too: keep one.',
  ),
  'duplicate-id-number': said(
    '身分證統一編號與前面的列重複，請核對是哪一位學生。',
    'The ID number stands in an earlier row too: check whose it is.',
  ),
  'moved-to': said(
    '這位學生已轉入其他學校，請在校務系統辦理轉出後重新匯出。',
    'Another school has this pupil now: let the pupil leave in your system, then export again.',
  ),
  'unknown-account': said(
    '本校沒有這個帳號或學號，請先匯入教職員或學生名冊，或核對後更正。',
    'The school has no such account or student number: bring in staff and students first, or correct it.',
  ),
  'unknown-school': said('不是本校的學校代碼，請核對後更正。', 'This is not the code of your school: check it.'),
  'delta-not-supported': said(
    '只接受完整匯出（bulk），請重新匯出全部資料。',
    'Only a bulk export is taken: export everything anew.',
  ),
  'unknown-column': said('不認識這一欄，已略過。', 'This column means nothing here and is left aside.'),
  'unknown-file': said('不是 CSV 檔，已略過。', 'This file is no CSV and is left aside.'),
  'moves-from': said(
    '這位學生目前在其他學校，匯入後轉入本校；原校的帳號及未結案的申請將結束。',
    'The pupil is at another school and moves here: the old login and an open request end.',
  ),
  'class-without-teacher': said(
    '這個班級沒有導師，申請將由註冊組審核。',
    'The class has no teacher: its reviews go to the registrar.',
  ),
};
