/** The frame of each part of the office: its title and the way back. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { words } from './words';
import './office.css';

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

export function OfficePage({ title, lead, children }: Props) {
  const t = useWords(words);
  return (
    <Page title={title} wide lead={lead} above={<Link to="/office">{t.back}</Link>}>
      {children}
    </Page>
  );
}
