import type { ApplicantState } from './state.js';

/** Withdrawn after account creation had started: if an account came of it, it must not be used to sign in. */
export function isReleaseDue({ status, account, released }: ApplicantState): boolean {
  const isOut = status === 'withdrawn' || status === 'expired' || status === 'abandoned';
  return isOut && account !== undefined && released !== true;
}
