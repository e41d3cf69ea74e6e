/** The decorators of writes with an Idempotency-Key: of one on a case, and of any other. */
import { applyDecorators, Delete, HttpCode, Patch, Post, Put, UseInterceptors } from '@nestjs/common';
import type { DecisionType } from '../../../domain/binding/commands.js';
import { refusalsOf } from '../../../domain/binding/decide.js';
import { Access, type RouteAccess } from '../http/access/access.js';
import type { ProblemCode } from '../http/problems/problem-texts.js';
import { ACCEPTED, OUTCOME } from './command-answers.js';
import type { AnsweredCommand } from './case-commands.js';
import { RepeatedCalls } from './repeated-calls.js';

const METHODS = { POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;
type Method = keyof typeof METHODS;
type Address = Method | `${Method} ${string}`;

type Said = Pick<RouteAccess, 'who' | 'summary' | 'description' | 'body' | 'emptyBody' | 'file'>;

interface CommandRoute extends Said {
  /** The operationId. */
  readonly name: string;
  /** Absent: what the parameters in the address are is known. */
  readonly path?: RouteAccess['path'];
  /** Absent: 200 {commandId, status: accepted, revision}, or the outcome of a reviewer's decision. */
  readonly answers?: RouteAccess['answers'];
  /** What this route's own code refuses. The rule's refusals are added to it. */
  readonly problems?: readonly ProblemCode[];
  /** The same content is the same command: it takes no Idempotency-Key. */
  readonly withoutKey?: true;
}

/**
 * A command on a case: method and address, who may send it, Idempotency-Key and If-Match, what it answers, and every
 * problem: those of its rule, of the way to it, and `problems`.
 */
export function CaseCommand(
  command: AnsweredCommand | DecisionType,
  address: Address,
  { name, withoutKey, ...route }: CommandRoute,
): MethodDecorator {
  const [method, path = ''] = address.split(' ') as [Method, string?];
  const tag = tagOf(route.who);
  const answers = route.answers ?? (isDecision(command) ? DECIDED : acceptedIn(tag));
  const access: RouteAccess = {
    ...route,
    path: route.path ?? parametersOf(path),
    tag,
    ifMatch: true,
    answers,
    problems: [...ON_THE_WAY, ...(isDecision(command) ? [] : rulesOf(command)), ...(route.problems ?? [])],
    command,
  };
  return applyDecorators(
    METHODS[method](path),
    HttpCode(Number(Object.keys(answers)[0])),
    withoutKey ? Access(name, { ...access, write: true }) : KeyedWrite(name, access),
  );
}

/** A write with an Idempotency-Key. The same call again gets the same answer. */
export function KeyedWrite(name: string, route: Omit<RouteAccess, 'idempotent'>): MethodDecorator {
  return applyDecorators(
    Access(name, { ...route, idempotent: true }),
    // The file is part of the call and has not been read when the interceptor would compare.
    ...(route.file ? [] : [UseInterceptors(RepeatedCalls)]),
  );
}

/** What can go wrong between the edge and the rules of a case. */
const ON_THE_WAY: readonly ProblemCode[] = ['not-found', 'log-unavailable', 'engine-unavailable', 'outcome-unknown'];

/** `decide` itself refuses with wrong-stage where there is no case. A reviewer's decision answers refusals as its outcome. */
function rulesOf(command: AnsweredCommand): readonly ProblemCode[] {
  return ['wrong-stage', ...refusalsOf(command)];
}

const DECIDED = {
  200: { says: 'What became of it, also when the rules refused it (`status: refused`).', schema: OUTCOME },
  202: { says: 'Taken, but not carried out yet; look again at `Location`.', schema: OUTCOME },
} as const;

type Tag = 'Binding' | 'Review' | 'Administration';

function tagOf(who: RouteAccess['who']): Tag {
  if (who.includes('parent')) return 'Binding';
  return who.includes('administrator') ? 'Administration' : 'Review';
}

function acceptedIn(tag: Tag): RouteAccess['answers'] {
  return { 200: { says: DONE[tag], schema: ACCEPTED } };
}

const DONE: Readonly<Record<Tag, string>> = {
  Binding: 'Done. `ETag` is the new revision; read the case with `?min_revision=`.',
  Review: 'Done. `ETag` is the new revision.',
  Administration: 'Done. `ETag` is the new revision of the case.',
};

export const CASE_ID = { id: { description: 'Id of the case, as POST /bindings answers it.' } } as const;
export const APPLICANT_ID = {
  ...CASE_ID,
  applicantId: { description: 'Id of the applicant, as the case shows it.' },
} as const;

const IN_BINDINGS: NonNullable<RouteAccess['path']> = APPLICANT_ID;
const IN_REVIEWS: NonNullable<RouteAccess['path']> = {
  bindingId: { description: '`bindingId` of the inbox.' },
  applicantId: { description: '`applicantId` of the inbox.' },
};

function parametersOf(path: string): NonNullable<RouteAccess['path']> {
  const known = path.includes(':bindingId') ? IN_REVIEWS : IN_BINDINGS;
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, known[name] ?? { description: name }]));
}

function isDecision(command: AnsweredCommand | DecisionType): command is DecisionType {
  return command === 'Approve' || command === 'Reject' || command === 'RequestCorrection';
}
