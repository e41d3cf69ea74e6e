/** What comes in the query string, checked by hand: a wrong one is an `invalid-body` with its name as the pointer. */
import { endOfDay, isDay, startOfDay } from '../../../../domain/calendar/taipei.js';
import type { FieldCode } from '../problems/field-problems.js';
import { HttpProblem } from '../problems/problem.js';

type Query = Readonly<Record<string, unknown>>;

export function wrongQuery(name: string, code: FieldCode): HttpProblem {
  return new HttpProblem('invalid-body', { errors: [{ pointer: `/${name}`, code }] });
}

/** @throws HttpProblem for a repeated parameter. */
export function textOf(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw wrongQuery(name, 'wrong-type');
  if (value.length > 1000) throw wrongQuery(name, 'too-long');
  if (value.includes('\0')) throw wrongQuery(name, 'wrong-type');
  return value;
}

/** A whole number from 0, as far as PostgreSQL's integer surely goes: a revision. */
export function countOf(query: Query, name: string): number | undefined {
  const value = textOf(query, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw wrongQuery(name, 'wrong-type');
  return Number(value);
}

/** An instant, as RFC 3339 with milliseconds in UTC. A day stands for its end in Taipei, or for its beginning. */
export function instantOf(query: Query, name: string, day: 'start' | 'end' = 'end'): string | undefined {
  const value = textOf(query, name);
  if (value === undefined) return undefined;
  if (isDay(value)) return day === 'end' ? endOfDay(value) : startOfDay(value);
  const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
  const [, date] = rfc3339.exec(value) ?? [];
  const time = isDay(date) ? Date.parse(value.replace(' ', 'T').toUpperCase()) : Number.NaN;
  if (Number.isNaN(time)) throw wrongQuery(name, 'invalid-date');
  return new Date(time).toISOString();
}
