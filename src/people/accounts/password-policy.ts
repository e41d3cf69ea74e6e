/** The guide forces 修改密碼 at the first sign-in; NIST SP 800-63B: length counts, composition rules do not help. */
import { isCommon } from './common-passwords.js';
import { normal } from './passwords.js';

/** Characters after NFKC. */
export const SHORTEST_PASSWORD = { parent: 10, guardian: 10, staff: 12 } as const;
/** Longer ones cost the server more than they protect. */
export const LONGEST_PASSWORD = 128;
/** A name of one character is in too many passwords to mean anything. */
const SHORTEST_NAME = 2;
const ID_NUMBER_LENGTH = 10;

export type PasswordRefusal =
  | 'wrong-password'
  | 'password-too-short'
  | 'password-too-long'
  /** The current password, or one of the last three. */
  | 'password-unchanged'
  /** One that many people use, or one with the account, the student number, the ID number, the name or the school in it. */
  | 'password-guessable';

export interface NewPassword {
  readonly kind: keyof typeof SHORTEST_PASSWORD;
  readonly newPassword: string;
  /** What others know or can look up: account, student number, name, code and name of the school. */
  readonly names: readonly string[];
  /** Whether a text is the pupil's ID number, in any form in which it is typed. */
  readonly isIdNumber: (text: string) => boolean;
}

/** What is wrong with a new password, but for the last three, which only the store knows; undefined when nothing is. */
export function whyNotPassword({ kind, newPassword, names, isIdNumber }: NewPassword): PasswordRefusal | undefined {
  const length = [...normal(newPassword)].length;
  if (length < SHORTEST_PASSWORD[kind]) return 'password-too-short';
  if (length > LONGEST_PASSWORD) return 'password-too-long';
  if (isCommon(normal(newPassword))) return 'password-guessable';
  const text = bare(newPassword);
  const hasName = names.map(bare).some((name) => name.length >= SHORTEST_NAME && text.includes(name));
  return hasName || hasIdNumber(text, isIdNumber) ? 'password-guessable' : undefined;
}

/** Tries each part of the text that has the form of an ID number; at most some dozen HMACs. */
function hasIdNumber(text: string, isIdNumber: (text: string) => boolean): boolean {
  for (let at = 0; at + ID_NUMBER_LENGTH <= text.length; at++) {
    const part = text.slice(at, at + ID_NUMBER_LENGTH);
    if (/^[a-z][a-d\d]\d{8}$/.test(part) && isIdNumber(part)) return true;
  }
  return false;
}

function bare(text: string): string {
  return normal(text).replaceAll(/[\s-]/g, '').toLowerCase();
}
