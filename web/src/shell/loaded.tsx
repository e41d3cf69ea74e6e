/** What stands while something is read, and when it cannot be read. Pages only write what they show of it. */
import { useEffect, useState, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { asProblem, type Problem } from '../api/problem';
import { pauseBefore, type Read } from '../api/queries';
import { ProblemText } from '../parts/error-summary';
import { useSecondsUntil } from '../parts/seconds';
import { common } from '../words/common';
import { useWords } from '../words/words';

export function Loaded<Data>({
  read,
  children,
}: {
  readonly read: Read<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  if (read.data !== undefined) return <>{children(read.data)}</>;
  if (read.error) return <Unread problem={asProblem(read.error)} again={() => void read.refetch()} />;
  if (read.failureReason) return <Repeating problem={asProblem(read.failureReason)} count={read.failureCount} />;
  return <Skeleton />;
}

/** Shown after 200 ms, so that a quick answer does not flicker. */
export function Skeleton() {
  const t = useWords(common);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={late ? 'skeleton late' : 'skeleton'}>
      <p className="visually-hidden">{t.loading}</p>
      <div aria-hidden="true" />
      <div aria-hidden="true" />
      <div aria-hidden="true" />
    </div>
  );
}

export function Repeating({ problem, count }: { readonly problem: Problem; readonly count: number }) {
  const t = useWords(common);
  const [until, setUntil] = useState(() => Date.now() + pauseBefore(count - 1, problem));
  useEffect(() => setUntil(Date.now() + pauseBefore(count - 1, problem)), [count, problem]);
  const seconds = useSecondsUntil(until);
  return (
    <div className="notice others" role="status">
      <h2>{problem.status === 0 ? t.noAnswerTitle : problem.title || t.busyTitle}</h2>
      {problem.detail && <p>{problem.detail}</p>}
      <p aria-live="off">{seconds > 0 ? t.repeatsIn(seconds) : t.repeatsSoon}</p>
    </div>
  );
}

export function Unread({ problem, again }: { readonly problem: Problem; readonly again: () => void }) {
  const t = useWords(common);
  const { pathname, search } = useLocation();
  if (problem.signedOut) return <Navigate to="/" replace state={{ from: pathname + search }} />;
  if (problem.code === 'password-change-required') return <Navigate to="/password" replace />;
  if (problem.code === 'second-factor-required') return <Navigate to="/second-factor" replace />;
  return (
    <section className="notice stopped">
      <ProblemText problem={problem} />
      <p>
        <button type="button" className="button" onClick={again}>
          {t.again}
        </button>
      </p>
    </section>
  );
}
