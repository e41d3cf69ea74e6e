/**
 * The closed list of reasons why a rule says no: the code, its HTTP status, and in plain words what it means for the
 * reader and what to do next.
 */
import { OF_THE_REQUEST } from './refusals/of-the-request.js';
import { OF_THE_REVIEW } from './refusals/of-the-review.js';
import type { Refusal } from './refusals/refusal.js';

export type { Bilingual, Refusal } from './refusals/refusal.js';

export const REFUSALS = { ...OF_THE_REQUEST, ...OF_THE_REVIEW } as const;

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSAL_CODES = Object.keys(REFUSALS) as readonly RefusalCode[];

export function refusal(code: RefusalCode): Refusal {
  return REFUSALS[code];
}

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
