/** RFC 9457 problem details: the one form of every error answer. */
import { typed, uuid, list, named, optional, shape, text, whole, type ViewOf } from '../answers/shape.js';
import type { Request, Response } from 'express';
import { FIELD_PROBLEMS, type FieldError, type FieldCode } from './field-problems.js';
import { languageOf, type Bilingual, type Language } from '../answers/language.js';
import { problemText, type ProblemCode } from './problem-texts.js';
import { httpRequestIdOf } from '../answers/http-request-id.js';

/** An answer other than the one asked for. Thrown by the edge, turned into a body by ProblemFilter. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly code: ProblemCode,
    readonly more: {
      readonly errors?: readonly FieldError[];
      readonly retryAfterSeconds?: number;
      /** Where to look for what became of it: GET /reviews/decisions/{commandId}. */
      readonly commandId?: string;
      /** In place of the general wording, where the situation is known better. */
      readonly detail?: Bilingual;
    } = {},
  ) {
    super(code);
  }
}

export const PROBLEM = named(
  'Problem',
  shape({
    type: text('/api/v1/problems/dossier-changed', 'The page of the code.'),
    title: text('申請資料已變更'),
    status: whole(409),
    detail: text(undefined, 'What it means and what to do, in the language of the request.'),
    code: typed<ProblemCode>(text('dossier-changed')),
    instance: text('urn:uuid:7d9f3c1e-5a40-4f0c-9d8a-5d0a7a2b6c11', 'Id of this request.'),
    commandId: optional(
      uuid('Of a decision whose outcome is not known: look at GET /api/v1/reviews/decisions/{commandId}.'),
    ),
    errors: optional(
      list(
        shape({
          pointer: text('/applicants/0/idNumber', 'RFC 6901'),
          code: typed<FieldCode>(text('invalid-id-number')),
          detail: text(),
        }),
      ),
    ),
  }),
);
export type ProblemBody = ViewOf<typeof PROBLEM>;

export function problemBody(problem: HttpProblem, language: Language, instance: string): ProblemBody {
  const page = problemText(problem.code);
  const detail = problem.more.detail ?? joined(page.meaning, page.cure);
  const errors = problem.more.errors?.map((error) => ({ ...error, detail: fieldDetail(error, language) }));
  return {
    type: `/api/v1/problems/${problem.code}`,
    title: page.title[language],
    status: page.status,
    detail: detail[language],
    code: problem.code,
    instance,
    ...(problem.more.commandId !== undefined && { commandId: problem.more.commandId }),
    ...(errors && { errors }),
  };
}

/** Writes the problem as the answer of this request. */
export function sendProblem(request: Request, response: Response, problem: HttpProblem): void {
  const body = problemBody(problem, languageOf(request), httpRequestIdOf(request));
  const { retryAfterSeconds = body.status === 503 ? 2 : undefined } = problem.more;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}

function joined(meaning: Bilingual, cure: Bilingual): Bilingual {
  return { 'zh-TW': `${meaning['zh-TW']}${cure['zh-TW']}`, en: `${meaning.en} ${cure.en}` };
}

function fieldDetail(error: FieldError, language: Language): string {
  const field: { title: Bilingual; cure: Bilingual } = FIELD_PROBLEMS[error.code];
  return language === 'en' ? `${field.title.en}. ${field.cure.en}` : `${field.title['zh-TW']}，${field.cure['zh-TW']}`;
}
