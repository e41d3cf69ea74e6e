/** From what the workflow answers to what the caller reads. */
import { endOfDay, taipeiDay } from '../../../domain/calendar/taipei.js';
import type { CommandAnswer } from '../../../workflows/binding/activity-contract.js';
import { Answer, etag } from '../http/answers/answer.js';
import { uuid, list, named, oneOf, optional, ref, shape, text, whole, type ViewOf } from '../http/answers/shape.js';
import type { Language } from '../http/answers/language.js';
import { HttpProblem, problemBody } from '../http/problems/problem.js';

export const ACCEPTED = named(
  'Accepted',
  shape({ commandId: uuid(), status: oneOf(['accepted']), revision: whole(2) }),
);

export const OUTCOME = named(
  'Outcome',
  shape({
    commandId: uuid(),
    status: oneOf(['accepted', 'refused', 'pending']),
    code: optional(
      text(
        'dossier-changed',
        'Only when refused; replaced: by a newer decision before it could be sent; not-found: no such case or applicant.',
      ),
    ),
    /** Absent while pending, and where the decision never reached a case. */
    revision: optional(whole(6)),
  }),
);
export const OUTCOMES = named('Outcomes', shape({ results: list(ref(OUTCOME)) }));

/** What became of a decision, as its sender reads it. */
export type DecisionAnswer = ViewOf<typeof OUTCOME>;

/** The language of an answer, and the id of the request that it answers. */
export interface ReplyContext {
  readonly language: Language;
  readonly instance: string;
}

/** The answer of a write without one of its own. */
export function accepted(commandId: string, revision: number): Answer {
  return new Answer(200, { commandId, status: 'accepted', revision }, etag(revision));
}

export function refused(answer: Extract<CommandAnswer, { status: 'refused' }>, reply: ReplyContext): Answer {
  const body = problemBody(new HttpProblem(answer.code), reply.language, reply.instance);
  // A repeated answer keeps the language of the first one.
  const retry = body.status === 429 && { 'Retry-After': String(secondsLeftToday()) };
  const headers = { 'Content-Language': reply.language, ...retry };
  return new Answer(body.status, body, answer.revision < 0 ? headers : { ...headers, ...etag(answer.revision) });
}

/** Until midnight in Taipei, where a day is counted. */
function secondsLeftToday(): number {
  const now = new Date();
  return Math.ceil((Date.parse(endOfDay(taipeiDay(now.toISOString()))) - now.getTime()) / 1000);
}

/** An answer of the rules ends the row; `not-found` leaves it open, because the roster may catch up. */
export function endsTheRow({ status }: Answer): boolean {
  return (status >= 200 && status < 300 && status !== 202) || status === 409 || status === 422;
}
