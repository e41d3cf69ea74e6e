/** 校務系統親子綁定入口: whose turn it is, and the three cards. */
import { useEffect, useId, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { BindingCase } from '../api/shapes';
import { Chip, type Tone } from '../parts/chip';
import { SendProblem } from '../parts/send-problem';
import { Act } from '../parts/submit';
import { announce } from '../shell/announcer';
import { useWords } from '../words/words';
import { useFamilyPath } from './case-data';
import { liveWords } from './case-words';
import { useOpenCase } from './home';
import { WhoseTurn } from './whose-turn';
import { WithCase } from './with-case';
import { words } from './words';

export default function Entrance() {
  const t = useWords(words);
  const state: unknown = useLocation().state;
  const thanks = typeof state === 'object' && state !== null && 'thanks' in state;
  return (
    <WithCase title={t.entrance} wide>
      {(request) => (
        <>
          {thanks && request.outcome?.code === 'refused' && (
            <p role="status">
              <strong>{t.thanks}</strong>
            </p>
          )}
          <SayChanges request={request} />
          <WhoseTurn request={request} />
          <Cards request={request} />
          {request.outcome && <StartAgain />}
        </>
      )}
    </WithCase>
  );
}

/** Tells once when somebody else has moved the case on. */
export function SayChanges({ request }: { readonly request: BindingCase }) {
  const t = useWords(liveWords);
  const seen = useRef(request.revision);
  useEffect(() => {
    if (request.revision > seen.current) announce(t.changed);
    seen.current = request.revision;
  }, [request.revision, t]);
  return null;
}

function StartAgain() {
  const t = useWords(words);
  const opening = useOpenCase();
  return (
    <section className="stack">
      <SendProblem sending={opening} />
      <p id="again-text">{t.startAgainText}</p>
      <p>
        <Act pending={opening.pending} describedBy="again-text" onAct={() => opening.send({})}>
          {t.startAgain}
        </Act>
      </p>
    </section>
  );
}

function Cards({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const { stage, cards } = request;
  const reached = ['student-info', 'consent', 'application', 'signature', 'review', 'closed'].indexOf(stage.code);
  const turn = request.holder.kind === 'parent';
  const disputed = cards.studentInfo.code === 'disputed';
  const notDue = disputed ? t.notDueRegistrar : t.notDueStudentInfo;
  return (
    <>
      <div className="cards">
        <Card
          number={1}
          title={t.cardStudentInfo}
          state={cards.studentInfo.label}
          tone={{ unconfirmed: 'turn', confirmed: 'done', disputed: 'others' }[cards.studentInfo.code] as Tone}
          now={turn && stage.code === 'student-info'}
          to={path('/binding/student-info')}
          link={t.studentInfo}
        />
        <Card
          number={2}
          title={t.cardAccount}
          state={cards.account.label}
          tone={accountTone(request)}
          now={turn && (stage.code === 'consent' || stage.code === 'application')}
          to={path(accountAddress(request))}
          link={t.consent}
          notDue={reached < 1 ? notDue : undefined}
        />
        <Card
          number={3}
          title={t.cardApplication}
          state={cards.application.label}
          tone={applicationTone(request)}
          now={turn && (stage.code === 'signature' || stage.code === 'review')}
          to={path('/binding/signature')}
          link={t.signature}
          notDue={reached < 1 ? notDue : reached < 3 ? t.notDueConsent : undefined}
        />
      </div>
      <p>
        <Link to={path('/binding/case')} className="case-link">
          {t.case}
        </Link>
      </p>
    </>
  );
}

interface CardProps {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly tone: Tone;
  readonly now: boolean;
  readonly to: string;
  readonly link: string;
  readonly notDue?: string | undefined;
}

function Card({ number, title, state, tone, now, to, link, notDue }: CardProps) {
  const heading = useId();
  return (
    <article className={now ? 'card now' : 'card'} aria-labelledby={heading}>
      <div className="card-head">
        <span className={`card-number ${now ? 'now' : ''}`} aria-hidden="true">
          {number}
        </span>
        <h2 id={heading}>{title}</h2>
      </div>
      <Chip tone={tone}>{state}</Chip>
      {notDue && (
        <p className="small" id={`${heading}-why`}>
          {notDue}
        </p>
      )}
      <Link
        to={to}
        className={`button ${now ? 'primary' : notDue ? 'later' : ''}`}
        aria-describedby={notDue ? `${heading}-why` : undefined}
      >
        {link}
      </Link>
    </article>
  );
}

function accountAddress({ stage }: BindingCase): string {
  return stage.code === 'application' ? '/binding/application' : '/binding/consent';
}

function accountTone({ cards, stage, holder }: BindingCase): Tone {
  switch (cards.account.code) {
    case 'not-set':
      return stage.code === 'consent' || stage.code === 'application' ? 'turn' : 'not-yet';
    case 'filled-in':
    case 'created':
    case 'activated':
      return 'done';
    case 'correction-requested':
      return holder.kind === 'parent' ? 'turn' : 'others';
    case 'creating':
      return 'others';
    case 'not-joining':
      return 'not-yet';
  }
}

function applicationTone({ cards, stage }: BindingCase): Tone {
  switch (cards.application.code) {
    case 'not-sent':
      return stage.code === 'signature' || stage.code === 'review' ? 'turn' : 'not-yet';
    case 'sent':
    case 'in-review':
      return 'others';
    case 'completed':
      return 'done';
    case 'expired':
    case 'withdrawn':
      return 'stopped';
  }
}
