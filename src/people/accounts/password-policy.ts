/** The guide forces 修改密碼 at the first sign-in; NIST SP 800-63B: length counts, composition rules do not help. */
import { normal } from './passwords.js';

export const SHORTEST_PASSWORD = 8;
/** Longer ones cost the server more than they protect. */
export const LONGEST_PASSWORD = 128;

export type PasswordRefusal =
  | 'wrong-password'
  | 'password-too-short'
  | 'password-too-long'
  | 'password-unchanged'
  /** The first password, the pupil's ID number, the student number, or the account itself. */
  | 'password-guessable';

export interface PasswordChange {
  /** What others know or can look up: the account, a pupil's number. */
  readonly names: readonly string[];
  readonly currentPassword: string;
  readonly newPassword: string;
  /** Whether a text is the first password, i.e. the pupil's ID number in whatever form it is typed. */
  readonly isFirstPassword: (text: string) => boolean;
}

/** What is wrong with the new password; undefined when nothing is. */
export function whyNotPassword(change: PasswordChange): PasswordRefusal | undefined {
  const length = [...normal(change.newPassword)].length;
  if (length < SHORTEST_PASSWORD) return 'password-too-short';
  if (length > LONGEST_PASSWORD) return 'password-too-long';
  if (normal(change.newPassword) === normal(change.currentPassword)) return 'password-unchanged';
  const isName = change.names.some((name) => bare(name) === bare(change.newPassword));
  return isName || change.isFirstPassword(change.newPassword) ? 'password-guessable' : undefined;
}

function bare(text: string): string {
  return normal(text).replaceAll(/[\s-]/g, '').toLowerCase();
}
