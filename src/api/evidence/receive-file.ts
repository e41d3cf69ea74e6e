import type { Request, Response } from 'express';
import multer, { memoryStorage, MulterError } from 'multer';
import { HttpProblem } from '../http/problems/problem.js';

export const MOST_BYTES = 10 * 1024 * 1024;

const single = multer({
  storage: memoryStorage(),
  limits: { fileSize: MOST_BYTES, files: 1, fields: 0, parts: 1 },
}).single('file');

/**
 * The part `file` of a multipart/form-data body, in memory only.
 * @throws HttpProblem unsupported-media-type, too-large, or invalid-body when the part is missing or not alone.
 */
export async function receiveFile(request: Request, response: Response): Promise<Buffer> {
  if (!request.is('multipart/form-data')) throw new HttpProblem('unsupported-media-type');
  await new Promise<void>((resolve, reject) => {
    single(request, response, (error: unknown) => (error ? reject(problemOf(error)) : resolve()));
  });
  if (!request.file) throw invalid('/file', 'required');
  return request.file.buffer;
}

function problemOf(error: unknown): HttpProblem {
  if (!(error instanceof MulterError)) return invalid('', 'wrong-type');
  return error.code === 'LIMIT_FILE_SIZE' ? new HttpProblem('too-large') : invalid('', 'unknown-field');
}

function invalid(pointer: string, code: 'required' | 'wrong-type' | 'unknown-field'): HttpProblem {
  return new HttpProblem('invalid-body', { errors: [{ pointer, code }] });
}
