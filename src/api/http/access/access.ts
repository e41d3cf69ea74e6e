/** One decorator per route: who may use it, what the documentation says of it, and its name in the audit. */
import { applyDecorators, SetMetadata } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCookieAuth,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Role } from '../../../../domain/binding/vocabulary.js';
import type { NamedShape, SchemaObject } from '../answers/shape.js';
import { problemText, type ProblemCode } from '../problems/problem-texts.js';

/** Who may call a route. */
export type Callers = 'anyone' | 'signed-in' | readonly Role[];

/** The parent login, a guardian of it, and the registrar for a case that was entered at the counter. */
export const FAMILY_OR_COUNTER: readonly Role[] = ['parent', 'guardian', 'registrar'];
export const AUDITORS: readonly Role[] = ['auditor'];

/** What a read of one case takes. */
export const MIN_REVISION = {
  min_revision: {
    type: 'integer',
    description: 'Wait up to 1 s for this revision; else the answer says `Stale: true`.',
  },
} as const;

interface Described {
  readonly description: string;
  readonly example?: string;
}

/** A DTO class with bodies that work with the demo data, by what they show. The first stands in the form. */
export interface BodyClass {
  new (): object;
  readonly examples: Readonly<Record<string, object>>;
}

interface AnswerShape {
  readonly says: string;
  /** A read that shows one case: its ETag is the revision of the case. Every write with `ifMatch` has it anyway. */
  readonly revision?: true;
  /** Several: the answer has the shape of one of them. */
  readonly schema?: NamedShape | readonly NamedShape[];
  /** Media types, where the answer is a file. */
  readonly files?: readonly string[];
}

export interface RouteAccess {
  readonly who: Callers;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The write needs an Idempotency-Key. */
  readonly idempotent?: true;
  /** It changes something without one. */
  readonly write?: true;
  /** It writes on one case: it takes If-Match and answers with ETag. */
  readonly ifMatch?: true;
  readonly body?: BodyClass;
  /** In place of a body class: any JSON, which nobody looks into. */
  readonly anyJson?: { readonly says: string; readonly example: object };
  /** In place of a body class: nothing is asked for; `{}` may come, and nothing else. */
  readonly emptyBody?: true;
  /** In place of a body class: the part `file` of multipart/form-data, and what it may be. */
  readonly file?: string;
  /** Answered however many ask: for who watches over the process. */
  readonly unlimited?: true;
  /** Does not keep the session alive: nobody has done anything. */
  readonly background?: true;
  /** Allowed although the first password has not been changed yet. */
  readonly beforePasswordChange?: true;
  /** Allowed although the second factor has not been passed or set up yet. */
  readonly beforeSecondFactor?: true;
  readonly path?: Readonly<Record<string, Described>>;
  readonly query?: Readonly<Record<string, Described & { readonly type?: 'integer' | 'string' }>>;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** The command that it sends to a case, for docs/problems.md. */
  readonly command?: string;
  readonly problems?: readonly ProblemCode[];
}

/** What @Access keeps beside the method. */
export interface NamedRoute extends RouteAccess {
  readonly name: string;
}

export const ROUTE_ACCESS = Symbol('route access');

/** Key of the example in the documentation; Swagger UI replaces it by a fresh one at each call. */
export const EXAMPLE_KEY = '6f1c2b34-8a5e-4d21-9c3f-0b7e5d9a1c42';

/** @param name of the route: its operationId and, where a look is logged, its name there. A route without it answers nobody. */
export function Access(name: string, route: RouteAccess): MethodDecorator {
  return applyDecorators(
    SetMetadata(ROUTE_ACCESS, { ...route, name } satisfies NamedRoute),
    ApiTags(route.tag),
    ApiOperation({ operationId: name, summary: route.summary, description: describe(route) }),
    ...(route.who === 'anyone' ? [] : [ApiCookieAuth('session')]),
    ...(route.idempotent ? [idempotencyHeader()] : []),
    ...(route.ifMatch ? [ifMatchHeader()] : []),
    ...(route.body ? [ApiBody({ type: route.body, examples: examplesOf(route.body) })] : []),
    ...(route.anyJson
      ? [
          ApiBody({
            schema: {},
            description: route.anyJson.says,
            examples: { 'example-1': { value: route.anyJson.example } },
          }),
        ]
      : []),
    ...(route.file ? fileBody(route.file) : []),
    ...Object.entries(route.path ?? {}).map(([parameter, said]) => ApiParam({ name: parameter, ...said })),
    ...Object.entries(route.query ?? {}).map(([parameter, { type = 'string', ...said }]) =>
      ApiQuery({ name: parameter, required: false, schema: { type }, ...said }),
    ),
    ...Object.entries(route.answers).map(([status, answer]) => success(Number(status), answer, route)),
    ...problemAnswers(problemsOf(route)),
  );
}

/** Every problem the route can answer with: its own and those of its guards. */
export function problemsOf(route: RouteAccess): readonly ProblemCode[] {
  const guards: ProblemCode[] = ['internal-error'];
  if (!route.unlimited) guards.push('too-many-requests', 'too-busy');
  if (route.who !== 'anyone') guards.push('not-signed-in', 'database-unavailable');
  if (Array.isArray(route.who)) guards.push('forbidden');
  if (route.who !== 'anyone' && !route.beforePasswordChange) guards.push('password-change-required');
  if (route.who !== 'anyone' && !route.beforeSecondFactor) guards.push('second-factor-required');
  if (route.idempotent) guards.push('idempotency-key-missing', 'idempotency-key-invalid', 'idempotency-key-reused');
  if (route.idempotent || route.write) guards.push('foreign-origin');
  if (route.ifMatch) guards.push('revision-changed');
  if (route.body ?? route.anyJson ?? route.emptyBody)
    guards.push('malformed-json', 'body-too-large', 'unsupported-media-type', 'invalid-body');
  if (route.file) guards.push('too-large', 'unsupported-media-type', 'invalid-body');
  if (route.query) guards.push('invalid-body');
  return [...new Set([...guards, ...(route.problems ?? [])])];
}

function describe(route: RouteAccess): string {
  const who =
    route.who === 'anyone' ? 'anyone' : route.who === 'signed-in' ? 'whoever is signed in' : route.who.join(', ');
  return [route.description, `**For:** ${who}.`].filter(Boolean).join('\n\n');
}

function idempotencyHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description:
      'A UUID of your own, new for each new action. Sending the same again with the same key does nothing twice.',
    schema: { type: 'string', format: 'uuid', example: EXAMPLE_KEY },
  });
}

function ifMatchHeader(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description: '`ETag` of the case as you read it: where it has changed since, nothing is done (412).',
    // Text in quotes, which is how a revision is written as a tag.
    schema: { type: 'string', example: '*' },
  });
}

function fileBody(description: string): MethodDecorator[] {
  const file = { type: 'string', format: 'binary', description };
  return [
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: { type: 'object', properties: { file }, required: ['file'] } }),
  ];
}

function examplesOf({ examples }: BodyClass): Record<string, { summary: string; value: object }> {
  return Object.fromEntries(
    Object.entries(examples).map(([summary, value], i) => [`example-${i + 1}`, { summary, value }]),
  );
}

function success(status: number, answer: AnswerShape, { ifMatch, query = {} }: RouteAccess): MethodDecorator {
  const [one, ...more] = [answer.schema ?? []].flat().map(({ name }) => ({ $ref: `#/components/schemas/${name}` }));
  const schema = one && more.length > 0 ? { anyOf: [one, ...more] } : one;
  const file = { schema: { type: 'string', format: 'binary' } };
  return ApiResponse({
    status,
    description: answer.says,
    ...headersOf({ tagged: answer.revision ?? (ifMatch && status < 202), stale: 'min_revision' in query }),
    ...(schema && { content: { 'application/json': { schema } } }),
    ...(answer.files && { content: Object.fromEntries(answer.files.map((type) => [type, file])) }),
  });
}

function headersOf({ tagged, stale }: { readonly tagged: boolean | undefined; readonly stale: boolean }) {
  if (!tagged) return {};
  const tag = { description: 'The revision of the case.', schema: { type: 'string' as const, example: '"12"' } };
  const old = { description: '`true`: older than `min_revision`.', schema: { type: 'string' as const } };
  return { headers: { ETag: tag, ...(stale && { Stale: old }) } };
}

function problemAnswers(codes: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => problemText(code).status))];
  return statuses.map((status) => {
    const listed = codes.filter((code) => problemText(code).status === status);
    return ApiResponse({
      status,
      description: listed.map((code) => `\`${code}\`: ${problemText(code).title.en}`).join(' · '),
      content: { 'application/problem+json': { schema: problemSchema(listed) } },
    });
  });
}

function problemSchema(codes: readonly ProblemCode[]): SchemaObject {
  return {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } },
    ],
  };
}
