/** Who may see a page. An address of another role says so, with a way on. */
import type { ReactNode } from 'react';
import { Link, Navigate, useLocation } from 'react-router';
import type { Problem } from '../api/problem';
import type { RoleCode, Session } from '../api/shapes';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Repeating, Skeleton } from './loaded';
import { Page } from './page';
import { deskOf, useSession } from './session';

/** `all`: signed in or not · `signed-in`: whatever the role · else the roles. */
export type Who = 'all' | 'signed-in' | readonly RoleCode[];

export function Guard({ who, children }: { readonly who: Who; readonly children: ReactNode }) {
  const { session, problem } = useSession();
  const { pathname, search } = useLocation();
  if (who === 'all') return <>{children}</>;
  if (session === undefined) return problem ? <Away problem={problem} /> : <Skeleton />;
  if (session === null) return <Navigate to="/" replace state={{ from: pathname + search }} />;
  const due = dueFirst(session);
  if (due !== undefined && pathname !== due) return <Navigate to={due} replace state={{ from: pathname + search }} />;
  if (who !== 'signed-in' && !who.includes(session.role.code)) return <NoRight session={session} />;
  return <>{children}</>;
}

/** It is not known yet who is here: the server does not answer. */
function Away({ problem }: { readonly problem: Problem }) {
  const t = useWords(common);
  return (
    <Page title={t.product}>
      <Repeating problem={problem} count={1} />
    </Page>
  );
}

/** The page that comes before all others: the first password, then the second factor. */
export function dueFirst(session: Session): string | undefined {
  if (session.mustChangePassword) return '/password';
  if (session.secondFactor === 'needed' || session.secondFactor === 'to-be-set-up') return '/second-factor';
  return undefined;
}

function NoRight({ session }: { readonly session: Session }) {
  const t = useWords(common);
  return (
    <Page title={t.noRight}>
      <p>{t.noRightText(session.role.label)}</p>
      <p>
        <Link to={deskOf(session.role.code)} className="button primary">
          {t.home}
        </Link>
      </p>
    </Page>
  );
}
