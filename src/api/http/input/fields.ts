/** One decorator per kind of field: what is checked and what the documentation says, in one place. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type, type TransformFnParams } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { present } from '../../../../domain/present.js';
import { LONE_SURROGATE } from '../../../../eventstore/chain/jcs.js';
import { isDay } from '../../../../domain/calendar/taipei.js';
import type { FieldCode } from '../problems/field-problems.js';
import { isUuid } from './uuid.js';

interface Said {
  readonly description?: string;
  readonly example?: unknown;
  readonly optional?: true;
}

const as = (message: FieldCode): { message: FieldCode } => ({ message });

/** An instance check that carries a field code. A needed field that is blank says `required` all the same. */
export function check(name: string, code: FieldCode, validate: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate } }, as(code));
}

/** Text of people or of our own lists, up to `max` UTF-16 units. */
export function TextField(
  said: Said & { readonly max: number; readonly format?: string },
  ...checks: PropertyDecorator[]
): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsString(as('wrong-type')),
    MaxLength(said.max, as('too-long')),
    check('well-formed', 'wrong-type', isStorable),
    ...checks,
    documented(said, { type: 'string', maxLength: said.max, ...(said.format && { format: said.format }) }),
  );
}

export function ChoiceField(choices: readonly string[], said: Said = {}): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsString(as('wrong-type')),
    IsIn([...choices], as('not-in-list')),
    documented(said, { type: 'string', enum: [...choices] }),
  );
}

/** Some of a closed list, each at most once in what becomes of it. `some`: at least one. */
export function ChoicesField(choices: readonly string[], said: Said & { readonly some?: true }): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsArray(as('wrong-type')),
    ArrayMaxSize(choices.length, as('too-long')),
    check('choices', 'not-in-list', (value) => !Array.isArray(value) || value.every((one) => choices.includes(one))),
    ...(said.some ? [check('some', 'required', (value) => !Array.isArray(value) || value.length > 0)] : []),
    documented(said, { type: 'array', items: { type: 'string', enum: [...choices] }, maxItems: choices.length }),
  );
}

/** A whole number from 0; revisions and versions. */
export function CountField(said: Said = {}): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsInt(as('wrong-type')),
    Min(0, as('wrong-type')),
    Max(Number.MAX_SAFE_INTEGER, as('wrong-type')),
    documented(said, { type: 'integer', minimum: 0 }),
  );
}

export function TickField(said: Said = {}): PropertyDecorator {
  return applyDecorators(...presence(said), IsBoolean(as('wrong-type')), documented(said, { type: 'boolean' }));
}

/** Ids, in lower case. */
export function IdListField(said: Said & { readonly max: number }): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsArray(as('wrong-type')),
    ArrayMaxSize(said.max, as('too-long')),
    check('ids', 'wrong-type', (value) => Array.isArray(value) && value.every(isUuid)),
    Transform(({ value }: TransformFnParams) => (Array.isArray(value) ? value.map(inLowerCase) : (value as unknown))),
    documented(said, { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: said.max }),
  );
}

/** A list of objects of one class. */
export function ListField(item: () => new () => object, said: Said & { readonly max: number }): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsArray(as('wrong-type')),
    ArrayMaxSize(said.max, as('too-long')),
    ValidateNested({ each: true, ...as('wrong-type') }),
    Transform(withoutGaps),
    Type(item),
    // Swagger knows a lazy type by the function's name, `type`.
    ApiProperty({ type: () => item(), isArray: true, ...wording(said) }),
  );
}

/** An object of one class. */
export function ObjectField(item: () => new () => object, said: Said = {}): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    IsObject(as('wrong-type')),
    ValidateNested(as('wrong-type')),
    Type(item),
    ApiProperty({ type: () => item(), ...wording(said) }),
  );
}

/** An id, in lower case. */
export function IdField(said: Said): PropertyDecorator {
  return TextField(
    { ...said, max: 64, format: 'uuid' },
    check('id', 'wrong-type', isUuid),
    Transform(({ value }: TransformFnParams) => inLowerCase(value)),
  );
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function DayField(said: Said): PropertyDecorator {
  return TextField({ ...said, max: 64, format: 'date' }, check('day', 'invalid-date', isDay));
}

/** An object {id: revision}, the ids in lower case. */
export function RevisionsField(said: Said): PropertyDecorator {
  return applyDecorators(
    ...presence(said),
    check('revisions', 'wrong-type', isRevisions),
    Transform(({ value }: TransformFnParams) => withLowerKeys(value)),
    documented(said, { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } }),
  );
}

/** Any JSON, or nothing: the controller decides what it is worth. */
export function AnyField(said: Omit<Said, 'optional'>): PropertyDecorator {
  return applyDecorators(Allow(), documented({ ...said, optional: true }, {}));
}

/** A nested check looks into lists within the list and passes over null; of what is no object at all it says so. */
function withoutGaps({ value }: TransformFnParams): unknown {
  return Array.isArray(value) ? value.map((item: unknown) => (isObject(item) ? item : false)) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inLowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function withLowerKeys(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([id, revision]) => [id.toLowerCase(), revision as unknown]));
}

const MOST_REVISIONS = 20;

function isRevisions(value: unknown): boolean {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MOST_REVISIONS &&
    entries.every(([id, revision]) => isUuid(id) && Number.isSafeInteger(revision) && revision >= 0)
  );
}

/** Half a character has no UTF-8 form, and PostgreSQL stores no NUL. */
function isStorable(value: unknown): boolean {
  return typeof value !== 'string' || !(LONE_SURROGATE.test(value) || value.includes('\0'));
}

function presence(said: Said): PropertyDecorator[] {
  // Absent is left out; null is a value of the wrong type.
  if (said.optional) return [ValidateIf((_, value) => value !== undefined)];
  return [ValidateBy({ name: 'present', validator: { validate: (value) => !isBlank(value) } }, as('required'))];
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function documented(said: Said, schema: Record<string, unknown>): PropertyDecorator {
  return ApiProperty({ ...schema, ...wording(said) });
}

function wording({ description, example, optional }: Said): Record<string, unknown> {
  return { required: !optional, ...(description && { description }), ...present({ example }) };
}
