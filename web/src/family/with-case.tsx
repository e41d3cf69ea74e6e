/** The frame of a family's page: the case is read, and a page that has none says how one begins. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { BindingCase } from '../api/shapes';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { useFamilyCase, useFamilyPath } from './case-data';
import { words } from './words';
import './family.css';

interface WithCaseProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly wide?: boolean;
  /** Keeps the heading of the page inside: it says another one for each state. */
  readonly children: (request: BindingCase) => ReactNode;
}

export function WithCase({ title, lead, wide = false, children }: WithCaseProps) {
  const t = useWords(words);
  const path = useFamilyPath();
  const read = useFamilyCase();
  return (
    <Page title={title} wide={wide} lead={lead} above={read.data && <Pupil request={read.data} />}>
      <Loaded read={read}>
        {(request) =>
          request ? (
            children(request)
          ) : (
            <>
              <p>{t.noCase}</p>
              <p>
                <Link to={path('/home')} className="button">
                  {t.home}
                </Link>
              </p>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

export function Pupil({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const { classId, name, number } = request.student;
  return (
    <p className="pupil no-autospace">
      <span>{t.classOf(classId)}</span>
      <span lang="zh-Hant-TW">{name}</span>
      <span className="number">{number}</span>
    </p>
  );
}

/** A step that is not due. Says so, with the way to what is. */
export function NotYet({ children }: { readonly children?: ReactNode }) {
  const t = useWords(words);
  const path = useFamilyPath();
  return (
    <section className="notice not-yet">
      <h2>{t.notYet}</h2>
      <p>{children ?? t.notYetText}</p>
      <p>
        <Link to={path('/binding')} className="button">
          {t.entrance}
        </Link>
      </p>
    </section>
  );
}
