/**
 * 身分證統一編號 and 外來人口統一證號, in both of its forms. Source: 內政部 (Ministry of the Interior), 國民身分證統一編號
 * checksum; the new 統一證號 (since 2021-01-02: a letter, 8 or 9, eight digits) has the same one, the old one (two letters,
 * eight digits) takes the last digit of the second letter's number.
 */
import { compact } from './typed.js';

/** Numbers of the letters, 10 to 35, in the order in which the places were added. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1, 1] as const;
const FORM = /^[A-Z](?:[1289]|[A-D])\d{8}$/u;

/** Ten characters, upper case; null when it is no ID number. Accepts full-width, lower case, blanks and hyphens. */
export function parseIdNumber(typed: string): string | null {
  const number = compact(typed).toUpperCase();
  return FORM.test(number) && checksum(number) % 10 === 0 ? number : null;
}

/** `A1********`. */
export function maskIdNumber(number: string): string {
  return number.slice(0, 2) + '*'.repeat(8);
}

function checksum(number: string): number {
  const first = numberOf(number.charAt(0));
  const digits = Array.from(number.slice(1), (char) => (char >= 'A' ? numberOf(char) % 10 : Number(char)));
  const weighed = digits.reduce((sum, digit, i) => sum + digit * (WEIGHTS[i] ?? 0), 0);
  return Math.floor(first / 10) + (first % 10) * 9 + weighed;
}

function numberOf(letter: string): number {
  return LETTERS.indexOf(letter) + 10;
}
