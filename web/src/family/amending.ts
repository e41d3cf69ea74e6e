/** Whether the application is filled in anew: only from 修正. Back, or an old address, shows what was sent. */
import { useLocation } from 'react-router';
import type { BindingCase } from '../api/shapes';
import { may } from './case-data';

interface Amending {
  readonly amend: true;
}

export const AMENDING: Amending = { amend: true };

/** To be handed on from page to page. */
export function useAmending(): Amending | undefined {
  const state: unknown = useLocation().state;
  return typeof state === 'object' && state !== null && 'amend' in state ? AMENDING : undefined;
}

export function isOpenForFilling(request: BindingCase, amending: Amending | undefined): boolean {
  return may(request, 'fill-application') && (request.applicants.length === 0 || amending !== undefined);
}
