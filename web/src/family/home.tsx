/** 學生線上: of the old system's entries only 親子綁定 is here. */
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { SendProblem } from '../parts/send-problem';
import { Act } from '../parts/submit';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { words } from './words';
import './family.css';

export default function Home() {
  const t = useWords(words);
  const opening = useOpenCase();
  return (
    <Page title={t.home} lead={<p>{t.homeLead}</p>}>
      <SendProblem sending={opening} />
      <section className="card now">
        <p id="bind-text">{t.bindText}</p>
        <Act kind="primary" pending={opening.pending} describedBy="bind-text" onAct={() => opening.send({})}>
          {t.bind}
        </Act>
      </section>
    </Page>
  );
}

/** Opens a case, or gives the open one; then the entrance. */
export function useOpenCase() {
  const navigate = useNavigate();
  return useSend(
    (body: Record<string, never>, header) => answer(api.POST('/api/v1/bindings', { params: { header }, body })),
    { done: () => navigate('/binding'), refreshes: ['case', 'cases'] },
  );
}
