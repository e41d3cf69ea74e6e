/** 我的帳號: where a guardian begins. Its parts come with the guardian's links to pupils. */
import { Link } from 'react-router';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { words } from './words';

export default function Me() {
  const t = useWords(words);
  return (
    <Page title={t.me} lead={<p>{t.lead}</p>}>
      <nav className="actions" aria-label={t.me}>
        <Link to="/sessions" className="button">
          {t.sessions}
        </Link>
        <Link to="/password" className="button">
          {t.password}
        </Link>
      </nav>
    </Page>
  );
}
