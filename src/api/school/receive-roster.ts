/** The part `file` of an import, in memory only, told by name and content. */
import type { Request, Response } from 'express';
import multer, { memoryStorage, MulterError } from 'multer';
import { glance, type Glance } from '../../people/roster/import/read/read-import.js';
import { UnreadableZip } from '../../people/roster/import/read/zip-entries.js';
import { HttpProblem } from '../http/problems/problem.js';

export const MOST_ROSTER_BYTES = 20 * 1024 * 1024;
const LONGEST_NAME = 100;

const single = multer({
  storage: memoryStorage(),
  limits: { fileSize: MOST_ROSTER_BYTES, files: 1, fields: 0, parts: 1 },
}).single('file');

const TOO_LARGE = {
  'zh-TW': '名冊檔案最大 20 MB，沒有任何資料變更。請分校匯出，或壓縮成 ZIP 檔後再上傳。',
  en: 'A roster file has at most 20 MB; nothing was changed. Export one school at a time, or send it as a ZIP.',
} as const;

export interface ReceivedRoster {
  readonly name: string;
  readonly bytes: Buffer;
  readonly glance: Glance;
}

/**
 * @throws HttpProblem unsupported-media-type, too-large, unreadable-zip, encrypted-zip, zip-too-large, or invalid-body when
 * the part is missing or not alone
 */
export async function receiveRoster(request: Request, response: Response): Promise<ReceivedRoster> {
  if (!request.is('multipart/form-data')) throw new HttpProblem('unsupported-media-type');
  await new Promise<void>((resolve, reject) => {
    single(request, response, (error: unknown) => (error ? reject(problemOf(error)) : resolve()));
  });
  const { file } = request;
  if (!file) throw invalid('/file', 'required');
  const name = printable(Buffer.from(file.originalname, 'latin1').toString('utf8'));
  if (isOther(name, file.buffer)) throw new HttpProblem('unsupported-media-type');
  return { name, bytes: file.buffer, glance: await look(file.buffer) };
}

async function look(bytes: Buffer): Promise<Glance> {
  try {
    return await glance(bytes);
  } catch (error) {
    throw error instanceof UnreadableZip ? new HttpProblem(error.code) : error;
  }
}

/** Beginnings of files that people take for a roster: PDF, PNG, JPEG, and what a spreadsheet saves by itself. */
const OTHERS = ['25504446', '89504e47', 'ffd8ff', 'd0cf11e0', '47494638', '1f8b', '377abcaf', '52617221'];

/** What a name says of a file whose content could be a ZIP or a text all the same. */
const OTHER_NAMES = /\.(?:xlsx?|xlsm|ods|docx?|odt|pptx?|pdf|json|xml|html?|png|jpe?g|gif|heic|exe|rar|7z|gz|tar)$/iu;

function isOther(name: string, bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('hex');
  return OTHERS.some((other) => start.startsWith(other)) || OTHER_NAMES.test(name);
}

function printable(name: string): string {
  const text = name.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim();
  return text === '' ? 'roster' : [...text].slice(-LONGEST_NAME).join('');
}

function problemOf(error: unknown): HttpProblem {
  if (!(error instanceof MulterError)) return invalid('', 'wrong-type');
  return error.code === 'LIMIT_FILE_SIZE'
    ? new HttpProblem('too-large', { detail: TOO_LARGE })
    : invalid('', 'unknown-field');
}

function invalid(pointer: string, code: 'required' | 'wrong-type' | 'unknown-field'): HttpProblem {
  return new HttpProblem('invalid-body', { errors: [{ pointer, code }] });
}
