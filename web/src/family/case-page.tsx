/** 案件進度: number, who has it, by when, what comes next, and what happened. */
import { Link, useParams } from 'react-router';
import type { BindingCase } from '../api/shapes';
import { Facts } from '../parts/facts';
import { Act, Actions, BackButton } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useSignedIn } from '../shell/session';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { useCase, useCases, useFamilyPath } from './case-data';
import { caseWords } from './case-words';
import { SayChanges } from './entrance';
import { WhoseTurn } from './whose-turn';
import { Pupil, WithCase } from './with-case';
import './family.css';

export default function CasePage() {
  const t = useWords(caseWords);
  const { id } = useParams();
  if (id !== undefined) return <NamedCase id={id} />;
  return (
    <WithCase title={t.case} wide>
      {(request) => (
        <>
          <CaseDetails request={request} />
          <PastCases current={request.id} />
        </>
      )}
    </WithCase>
  );
}

function NamedCase({ id }: { readonly id: string }) {
  const t = useWords(caseWords);
  const read = useCase(id);
  const { kind } = useSignedIn();
  return (
    <Page title={t.case} wide above={read.data && <Pupil request={read.data} />}>
      <Loaded read={read}>{(request) => <CaseDetails request={request} />}</Loaded>
      {kind !== 'staff' && <PastCases current={id} />}
    </Page>
  );
}

function CaseDetails({ request }: { readonly request: BindingCase }) {
  const t = useWords(caseWords);
  const dates = useDates();
  const path = useFamilyPath();
  const { kind } = useSignedIn();
  const { caseNumber, holder, dueAt, outcome, applicants } = request;
  const copy = async (): Promise<void> => {
    // Not there on plain http; the number can still be marked and copied by hand.
    await navigator.clipboard?.writeText(caseNumber).then(() => announce(t.copied));
  };
  return (
    <>
      <SayChanges request={request} />
      <WhoseTurn request={request} />
      <Facts
        facts={[
          {
            name: t.caseNumber,
            value: <span className="number">{caseNumber}</span>,
            action: 'clipboard' in navigator && <Act onAct={() => void copy()}>{t.copy}</Act>,
          },
          ...(outcome ? [{ name: t.outcome, value: outcome.label }] : []),
          { name: t.heldNow, value: holder.label },
          { name: t.due, value: dueAt ? dates.time(dueAt) : t.noDue },
        ]}
      />
      <Progress request={request} />
      {applicants.length > 0 && (
        <Table
          caption={t.applicants}
          rows={applicants}
          rowKey={(one) => one.id}
          columns={[
            {
              key: 'name',
              head: t.name,
              heads: true,
              cell: (one) => (
                <span lang="zh-Hant-TW">
                  {one.name}（{one.relation.label}）
                </span>
              ),
            },
            { key: 'review', head: t.teacherReview, cell: ({ review }) => review.label },
            { key: 'account', head: t.account, cell: ({ account }) => account.label },
            { key: 'due', head: t.due, cell: (one) => (one.dueAt ? dates.time(one.dueAt) : t.noDue) },
          ]}
        />
      )}
      <History request={request} />
      <Contact request={request} />
      {kind !== 'staff' && (
        <Actions>
          <Link to={path('/binding/signature')} className="button">
            {t.toSignature}
          </Link>
          <BackButton to={path('/binding')} />
        </Actions>
      )}
    </>
  );
}

const STAGES = ['student-info', 'consent', 'application', 'signature', 'review', 'closed'];

function Progress({ request }: { readonly request: BindingCase }) {
  const t = useWords(caseWords);
  const now = STAGES.indexOf(request.stage.code);
  if (request.outcome && request.outcome.code !== 'completed') return null;
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{t.progress}</h2>
      <ol className="steps">
        {t.steps.map((step, at) => {
          const state = at < now || request.outcome ? 'done' : at === now ? 'now' : 'later';
          return (
            <li key={step} className={state} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="step-mark" aria-hidden="true">
                {state === 'done' ? '✓' : at + 1}
              </span>
              <span>
                {step}
                {state === 'done' && <span className="visually-hidden">（{t.stepDone}）</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function History({ request }: { readonly request: BindingCase }) {
  const t = useWords(caseWords);
  const dates = useDates();
  const { history, historyCount = history.length } = request;
  return (
    <section aria-labelledby="history" className="stack">
      <h2 id="history">{t.history}</h2>
      {historyCount > history.length && <p className="small">{t.historyOf(history.length, historyCount)}</p>}
      <ol className="history">
        {history.map(({ at, text }, index) => (
          // Two lines may have the same time and the same words; their place is all that tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${at}-${index}`}>
            <time dateTime={at}>{dates.time(at)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Contact({ request }: { readonly request: BindingCase }) {
  const t = useWords(caseWords);
  const { school } = request;
  if (!school) return null;
  return (
    <section aria-labelledby="contact">
      <h2 id="contact">{t.contact}</h2>
      <Facts
        facts={[
          { name: t.school, value: <span lang="zh-Hant-TW">{school.name}</span> },
          {
            name: t.telephone,
            value: (
              <a href={`tel:${school.telephone}`} className="no-autospace">
                {school.telephone}
              </a>
            ),
          },
          ...(school.registrarExtension ? [{ name: t.extension, value: school.registrarExtension }] : []),
        ]}
      />
    </section>
  );
}

function PastCases({ current }: { readonly current: string }) {
  const t = useWords(caseWords);
  const dates = useDates();
  const cases = useCases();
  const others = (cases.data?.items ?? []).filter(({ id }) => id !== current);
  if (others.length === 0) return null;
  return (
    <Table
      caption={t.past}
      rows={others}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'number',
          head: t.caseNumber,
          heads: true,
          cell: ({ id, caseNumber }) => (
            <Link to={`/bindings/${id}`} className="number">
              {caseNumber}
            </Link>
          ),
        },
        { key: 'outcome', head: t.outcome, cell: ({ outcome }) => outcome?.label ?? t.open },
        {
          key: 'at',
          head: t.date,
          cell: ({ history }) => {
            const [first] = history;
            return first ? dates.day(first.at) : '';
          },
        },
      ]}
    />
  );
}
