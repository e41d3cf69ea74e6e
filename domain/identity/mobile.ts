/** Mobile numbers of Taiwan: 09 and eight digits. */
import { compact } from './typed.js';

const ABROAD = /^(?:\+|00)?8860?(?=9)/u;

/** `0912345678`; null when it is no mobile number of Taiwan. Accepts full-width, blanks, hyphens, dots, brackets, +886. */
export function parseMobile(typed: string): string | null {
  const national = compact(typed).replaceAll(/[().]/gu, '').replace(ABROAD, '0');
  return /^09\d{8}$/u.test(national) ? national : null;
}

/** `0912***678`. */
export function maskMobile(mobile: string): string {
  return `${mobile.slice(0, 4)}***${mobile.slice(-3)}`;
}
