/** Where somebody wanted to go before signing in: kept in the history's state, only ever an address of ours. */
import { useLocation } from 'react-router';
import type { Session } from '../api/shapes';
import { dueFirst } from '../shell/guard';
import { deskOf } from '../shell/session';

export interface WayBack {
  readonly from?: string;
}

export function useWayBack(): WayBack {
  const state: unknown = useLocation().state;
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : undefined;
  // `//host` would be another origin.
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? { from } : {};
}

export function firstPageOf(session: Session, { from }: WayBack): string {
  return dueFirst(session) ?? (from === undefined || isDoor(from) ? deskOf(session.role.code) : from);
}

function isDoor(path: string): boolean {
  return (
    path === '/' || ['/sign-in', '/districts', '/password', '/second-factor'].some((door) => path.startsWith(door))
  );
}
