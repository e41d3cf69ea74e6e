/** Random secrets that are kept as a hash only: tokens of sessions and links, and codes that people type. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { CROCKFORD } from '../../../domain/crockford.js';

/** @returns 256 random bits in base64url */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What a table keeps of a token: its bits are random, so that it needs no slow hash. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** @returns letters of Crockford's base 32, 5 random bits each */
export function crockfordLetters(length: number): string {
  return Array.from({ length }, () => CROCKFORD[randomInt(CROCKFORD.length)]).join('');
}
