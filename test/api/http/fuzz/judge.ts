/** What every answer must be, whatever was asked. */
import { problemCodes } from '../../../../src/api/http/problems/problem-texts.js';
import type { Reply } from '../../../http/person.js';
import { CANARY } from './bodies.js';
import type { Operation } from './document.js';
import type { Outgoing } from './steps.js';

const CODES = new Set(problemCodes());

/** @returns what is wrong with the answer, in sentences; empty when nothing is. */
export function faultsOf(operation: Operation, sent: Outgoing, reply: Reply): readonly string[] {
  const { status, headers, body } = reply;
  const answered = operation.answers[String(status)];
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  return [
    ...(answered ? [] : [`${status} is not documented for it`]),
    ...(status >= 500 && status !== 503 ? ['it is a fault of the server'] : []),
    ...(mayComeAgain(reply) && !Number(headers.get('retry-after')) ? ['no Retry-After'] : []),
    ...(answered && status !== 204 ? [answered.wrongBody(body)].flatMap((wrong) => wrong ?? []) : []),
    ...(answered && status < 400 && answered.types.length > 0 && !answered.types.includes(type)
      ? [`${type} is not documented for ${status}`]
      : []),
    ...(answered?.headers ?? []).filter((name) => name !== 'Stale' && !headers.get(name)).map((name) => `no ${name}`),
    ...(status >= 400 && !isHealth(operation) ? problemFaults(reply, type) : []),
    ...headerFaults(operation, reply),
    ...(status >= 400 ? echoes(sent, reply) : []),
  ];
}

/** A code of a mail that was tried too often is of no use again, however long one waits. */
function mayComeAgain({ status, body }: Reply): boolean {
  return status === 503 || (status === 429 && body['code'] !== ('too-many-tries' as never));
}

function isHealth({ path }: Operation): boolean {
  return path.startsWith('/health/');
}

function problemFaults({ status, body }: Reply, type: string): readonly string[] {
  if (type !== 'application/problem+json') return [`an error of type ${type}`];
  return [
    ...(CODES.has(body['code']!) ? [] : ['an unknown code']),
    ...(String(body['type']) === `/api/v1/problems/${body['code'] as string}`
      ? []
      : ['a type that is not the page of its code']),
    ...(body['status'] === (status as never) ? [] : ['a status that is not the one of the answer']),
  ];
}

function headerFaults({ path }: Operation, { status, headers, body }: Reply): readonly string[] {
  const tag = headers.get('etag');
  const revision =
    typeof body === 'object' ? (body as Partial<Record<string, unknown>> | null)?.['revision'] : undefined;
  return [
    ...(headers.get('x-content-type-options') === 'nosniff' ? [] : ['no X-Content-Type-Options']),
    ...(headers.get('x-request-id') ? [] : ['no X-Request-Id']),
    ...(headers.get('x-powered-by') === null ? [] : ['X-Powered-By']),
    ...(tag === null || /^"\d+"$/.test(tag) ? [] : [`an ETag that is no revision: ${tag}`]),
    ...(tag !== null && status < 400 && revision !== undefined && tag !== `"${String(revision)}"`
      ? ['an ETag that is not the revision of the body']
      : []),
    ...(path.startsWith('/api/') ? apiHeaderFaults(headers) : []),
  ];
}

function apiHeaderFaults(headers: Headers): readonly string[] {
  return [
    ...(headers.get('cache-control') === 'no-store' ? [] : ['may be stored by others']),
    ...(['zh-TW', 'en'].includes(headers.get('content-language') ?? '') ? [] : ['no Content-Language']),
    ...(headers.get('ratelimit-policy') && headers.get('ratelimit') ? [] : ['no RateLimit headers']),
  ];
}

/** Values that were sent; the names of fields are told, as a pointer has to. */
function echoes({ url, headers, body }: Outgoing, reply: Reply): readonly string[] {
  const sent = [decoded(url), ...Object.values(headers), typeof body === 'string' ? body : ''].join('\n');
  const canaries = new Set(sent.match(CANARY) ?? []);
  const told = `${JSON.stringify(reply.body)}\n${[...reply.headers].join('\n')}`;
  return [...canaries].filter((one) => told.includes(one)).map((one) => `echoes ${one}`);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
