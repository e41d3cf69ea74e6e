import type { ApplicantState } from './state.js';

/** Put out after an account was begun: whatever came of that, nobody is to sign in with it. */
export function isReleaseDue({ status, account, released }: ApplicantState): boolean {
  const isOut = status === 'withdrawn' || status === 'expired' || status === 'abandoned';
  return isOut && account !== undefined && released !== true;
}
