/** Passwords that many people choose: the 49,233 commonest of @zxcvbn-ts/language-common. */
import { dictionary } from '@zxcvbn-ts/language-common';

const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** @param password NFKC; the case of letters does not matter */
export function isCommon(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}
