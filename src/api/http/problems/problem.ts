/** RFC 9457 problem details: the one form of every error answer. */
import type { Request, Response } from 'express';
import { FIELD_PROBLEMS, type FieldError } from './field-problems.js';
import { languageOf, type Bilingual, type Language } from '../answers/language.js';
import { problemText, type ProblemCode } from './problem-texts.js';
import { requestIdOf } from '../answers/request-id.js';

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

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  /** Id of this request, to be told to whoever helps. */
  readonly instance: string;
  /** Of a decision whose outcome is not known yet. */
  readonly commandId?: string;
  readonly errors?: readonly (FieldError & { readonly detail: string })[];
}

export function problemBody(problem: HttpProblem, language: Language, instance: string): ProblemBody {
  const text = problemText(problem.code);
  const detail = problem.more.detail ?? joined(text.meaning, text.cure);
  const errors = problem.more.errors?.map((error) => ({ ...error, detail: fieldDetail(error, language) }));
  return {
    type: `/api/v1/problems/${problem.code}`,
    title: text.title[language],
    status: text.status,
    detail: detail[language],
    code: problem.code,
    instance,
    ...(problem.more.commandId !== undefined && { commandId: problem.more.commandId }),
    ...(errors && { errors }),
  };
}

/** Writes the problem as the answer of this request. */
export function sendProblem(request: Request, response: Response, problem: HttpProblem): void {
  const body = problemBody(problem, languageOf(request), requestIdOf(request));
  const { retryAfterSeconds = body.status === 503 ? 2 : undefined } = problem.more;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}

function joined(meaning: Bilingual, cure: Bilingual): Bilingual {
  return { 'zh-TW': `${meaning['zh-TW']}${cure['zh-TW']}`, en: `${meaning.en} ${cure.en}` };
}

function fieldDetail(error: FieldError, language: Language): string {
  const text: { title: Bilingual; cure: Bilingual } = FIELD_PROBLEMS[error.code];
  return language === 'en' ? `${text.title.en}. ${text.cure.en}` : `${text.title['zh-TW']}，${text.cure['zh-TW']}`;
}
