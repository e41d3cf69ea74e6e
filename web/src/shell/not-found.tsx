import { Link } from 'react-router';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Page } from './page';
import { deskOf, useSession } from './session';

export default function NotFound() {
  const t = useWords(common);
  const { session } = useSession();
  return (
    <Page title={t.notFound}>
      <p>{t.notFoundText}</p>
      <p>
        <Link to={session ? deskOf(session.role.code) : '/'} className="button primary">
          {t.home}
        </Link>
      </p>
    </Page>
  );
}
