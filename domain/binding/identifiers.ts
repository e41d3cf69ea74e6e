/** Every id of a binding request is derived from what it names, so that repeating a call gives the same id. */
import { CROCKFORD } from '../crockford.js';
import { deriveId } from '../ids.js';
import type { DeadlineKind } from './commands.js';
import type { Instant } from '../calendar/instants.js';

/** @param n closed requests of this login for this pupil so far. */
export function requestIdOf(studentId: string, loginId: string, n: number): string {
  return deriveId(studentId, loginId, n);
}

/** @param principal who asks · @param name of the command · @param key Idempotency-Key of the call. */
export function commandIdOf(
  principal: string,
  name: string,
  key: string,
  requestId: string,
  applicantId?: string,
): string {
  return applicantId === undefined
    ? deriveId(principal, name, key, requestId)
    : deriveId(principal, name, key, requestId, applicantId);
}

export function passDeadlineId(requestId: string, kind: DeadlineKind, dueAt: Instant): string {
  return deriveId(requestId, 'passDeadline', kind, dueAt);
}

export function recordAccountId(requestId: string, applicantId: string, attempt: number): string {
  return deriveId(requestId, 'recordAccount', applicantId, attempt);
}

export function releaseAccountId(requestId: string, applicantId: string, attempt: number): string {
  return deriveId(requestId, 'releaseAccount', applicantId, attempt);
}

/** @param commandId of the 確認送出 that names the applicant · @param index place in its list, from 0. */
export function applicantIdOf(commandId: string, index: number): string {
  return deriveId(commandId, index);
}

/** @param commandId of the command that adds it. */
export function evidenceIdOf(commandId: string): string {
  return deriveId(commandId, 'evidence');
}

/** The identity provider inserts under this id: a repeated attempt finds its own row. */
export function accountIdOf(requestId: string, applicantId: string): string {
  return deriveId(requestId, applicantId);
}

/** 案號: the school code and the first 40 bits of the requestId, e.g. `T99-7F3K9Q2M`. */
export function caseNumber(schoolCode: string, requestId: string): string {
  const hex = requestId.replaceAll('-', '').slice(0, 10);
  let bits = Number.parseInt(hex, 16);
  let text = '';
  for (let i = 0; i < 8; i++) {
    text = CROCKFORD.charAt(bits % 32) + text;
    bits = Math.floor(bits / 32);
  }
  return `${schoolCode}-${text}`;
}

/** Two letters that are read for a digit of the alphabet, as Crockford wants it. */
const READ_AS: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/**
 * The beginning of the requestId that a case number stands for: `T99-7F3K9Q2M` → `3bc7…`, ten hexadecimal digits with
 * the hyphen of a UUID in its place. @returns undefined for what is no case number.
 */
export function requestIdPrefix(number: string): string | undefined {
  const letters = /^[\w]+-([0-9A-Za-z]{8})$/.exec(number.trim())?.[1]?.toUpperCase();
  if (letters === undefined) return undefined;
  let bits = 0;
  for (const letter of letters) {
    const value = CROCKFORD.indexOf(READ_AS[letter] ?? letter);
    if (value < 0) return undefined;
    bits = bits * 32 + value;
  }
  const hex = bits.toString(16).padStart(10, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
