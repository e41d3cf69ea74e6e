/** Who is signed in: read once, kept fresh after sign-in, role and password; asked again in place when it is lost. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { useLive } from '../api/live';
import { asProblem, type Problem } from '../api/problem';
import { queryClient } from '../api/queries';
import { onSignedOut } from '../api/session-guard';
import type { RoleCode, Session } from '../api/shapes';
import { useLanguage } from '../words/words';
import { SessionEnds } from './session-ends';
import { SignInAgain } from './sign-in-again';

export interface SessionState {
  /** undefined while it is not known yet, null when nobody is signed in */
  readonly session: Session | null | undefined;
  readonly problem: Problem | undefined;
  /** After sign-in, second factor, role and password. */
  readonly changed: (session: Session | null) => void;
  readonly reread: () => Promise<Session | null>;
  readonly signOut: () => Promise<void>;
}

const Context = createContext<SessionState | undefined>(undefined);
const KEY = 'session';
/** On `window`, when another account or role takes over: what is kept in memory goes. */
export const SESSION_CHANGED = 'session-changed';

export function useSession(): SessionState {
  const state = useContext(Context);
  if (!state) throw new Error('useSession stands outside of SessionProvider');
  return state;
}

/** For pages behind a guard, where somebody is signed in. */
export function useSignedIn(): Session {
  const { session } = useSession();
  if (!session) throw new Error('useSignedIn stands on a page that everybody sees');
  return session;
}

export async function readSession(): Promise<Session | null> {
  try {
    const session: object = await answer(api.GET('/api/v1/session'));
    return isSomebody(session) ? session : null;
  } catch (error) {
    if (asProblem(error).signedOut) return null;
    throw error;
  }
}

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const language = useLanguage();
  const query = useQuery<Session | null, Error>({
    queryKey: [KEY, language],
    queryFn: readSession,
    staleTime: Infinity,
  });
  const [lost, setLost] = useState<{ session: Session; settle: (again: boolean) => void }>();
  const known = useRef<Session | null>(null);
  const asking = useRef<Promise<boolean>>(undefined);

  const session = query.data;
  useEffect(() => {
    if (session !== undefined) known.current = session;
  }, [session]);

  const changed = useCallback(
    (next: Session | null) => {
      const other = next?.account !== known.current?.account || next?.role.code !== known.current?.role.code;
      known.current = next;
      if (other) window.dispatchEvent(new Event(SESSION_CHANGED));
      if (other) queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY });
      queryClient.setQueryData([KEY, language], next);
      if (other) tellOtherTabs();
    },
    [language],
  );
  const reread = useCallback(async () => {
    const next = await readSession();
    changed(next);
    return next;
  }, [changed]);
  const signOut = useCallback(async () => {
    await answer(api.DELETE('/api/v1/session')).catch((error: unknown) => {
      if (!asProblem(error).signedOut) throw error;
    });
    changed(null);
  }, [changed]);

  useEffect(() => {
    onSignedOut(() => {
      const who = known.current;
      if (!who) return Promise.resolve(false);
      asking.current ??= new Promise<boolean>((settle) => setLost({ session: who, settle })).finally(() => {
        asking.current = undefined;
        setLost(undefined);
      });
      return asking.current;
    });
  }, []);
  useEffect(() => listenToOtherTabs(() => void reread()), [reread]);
  useEffect(() => {
    // The back/forward cache would show the page of somebody who has signed out.
    const look = (event: PageTransitionEvent): void => {
      if (event.persisted) window.location.reload();
    };
    window.addEventListener('pageshow', look);
    return () => window.removeEventListener('pageshow', look);
  }, []);
  useLive(session !== null && session !== undefined && !session.mustChangePassword);

  const problem = query.error ?? query.failureReason;
  const value = useMemo<SessionState>(
    () => ({
      session,
      problem: session === undefined && problem ? asProblem(problem) : undefined,
      changed,
      reread,
      signOut,
    }),
    [session, problem, changed, reread, signOut],
  );
  return (
    <Context.Provider value={value}>
      {children}
      {session && !lost && <SessionEnds session={session} reread={reread} />}
      {lost && (
        <SignInAgain
          session={lost.session}
          onDone={(next) => {
            changed(next);
            lost.settle(true);
          }}
          onGiveUp={() => {
            lost.settle(false);
            changed(null);
          }}
        />
      )}
    </Context.Provider>
  );
}

function isSomebody(session: object): session is Session {
  return 'account' in session && session.account !== null;
}

const CHANNEL = 'session';

function tellOtherTabs(): void {
  if (!('BroadcastChannel' in window)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

function listenToOtherTabs(heard: () => void): () => void {
  if (!('BroadcastChannel' in window)) return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', heard);
  return () => channel.close();
}

/** Where somebody of this role begins. */
export function deskOf(role: RoleCode): string {
  switch (role) {
    case 'parent':
      return '/home';
    case 'guardian':
      return '/me';
    case 'class-teacher':
      return '/reviews';
    case 'registrar':
    case 'director':
      return '/office';
    case 'auditor':
      return '/audit';
    case 'administrator':
      return '/admin';
  }
}
