/** From class-validator's findings to {pointer, code}. Every constraint of our DTOs carries its field code as its message. */
import type { ValidationError } from 'class-validator';
import { FIELD_PROBLEMS, type FieldCode, type FieldError } from '../problems/field-problems.js';

/** Deeper than any body of this API; class-transformer and the canonical form recurse. */
const MAX_DEPTH = 12;

/** One error for each field at fault, the most basic one first. */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): readonly FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${parent}/${escapePointer(error.property)}`;
    const own = codeOf(error);
    return own ? [{ pointer, code: own }] : fieldErrors(error.children ?? [], pointer);
  });
}

/** What class-transformer would drop without a word: names that reach an object's prototype, and nesting without end. */
export function shapeErrors(value: unknown, pointer = '', depth = 0): readonly FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  if (depth > MAX_DEPTH) return [{ pointer, code: 'wrong-type' }];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = `${pointer}/${escapePointer(name)}`;
    if (PROTOTYPE_NAMES.has(name)) return [{ pointer: place, code: 'unknown-field' as const }];
    return shapeErrors(inner, place, depth + 1);
  });
}

const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

const BASIC_FIRST: readonly FieldCode[] = ['wrong-type', 'too-long', 'not-in-list'];

function rank(code: FieldCode): number {
  const place = BASIC_FIRST.indexOf(code);
  return place < 0 ? BASIC_FIRST.length : place;
}

function codeOf(error: ValidationError): FieldCode | undefined {
  const constraints = error.constraints ?? {};
  if ('whitelistValidation' in constraints) return 'unknown-field';
  const codes = Object.values(constraints).filter(isFieldCode);
  if (codes.length === 0) return Object.keys(constraints).length > 0 ? 'wrong-type' : undefined;
  if (isMissing(error.value) && codes.includes('required')) return 'required';
  const given = codes.toSorted((one, other) => rank(one) - rank(other)).filter((code) => code !== 'required');
  return given[0] ?? 'required';
}

/** Nothing but spaces is nothing. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function isFieldCode(text: string): text is FieldCode {
  return Object.hasOwn(FIELD_PROBLEMS, text);
}

/** RFC 6901, section 3. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
