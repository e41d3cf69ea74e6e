/** A page: its title, its h1, and the focus on that when one came from another page (not on the first load). */
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useDocumentTitle } from './title';

interface PageProps {
  /** The h1, also in the title. */
  readonly title: string;
  /** Above the h1: whose page it is, or the way back. */
  readonly above?: ReactNode;
  /** Under the h1, before everything else. */
  readonly lead?: ReactNode;
  /** Lists and tables take the whole width; texts and forms stay readable. */
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

/** After an act that takes its own button away: the focus must not fall back to the start of the page unheard. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

let firstKey: string | undefined;

export function Page({ title, above, lead, wide = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useDocumentTitle(title);
  useEffect(() => {
    firstKey ??= key;
    // A page that opens with something to mend has its error summary in focus already.
    if (key === firstKey || document.activeElement?.closest('[data-error-summary]')) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [key]);
  return (
    <div className={wide ? 'page wide' : 'page'}>
      {above !== undefined && <div className="above">{above}</div>}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead !== undefined && <div className="lead">{lead}</div>}
      {children}
    </div>
  );
}
