/** 批次核准: many applicants at once, each with a result of its own. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import { Chip } from '../parts/chip';
import { Dialog } from '../parts/dialog';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/words';
import { inboxWords } from './inbox-words';
import type { InboxItem, Outcome } from './review-data';

/** As many as the API takes in one call. */
const MOST = 50;

interface BatchProps {
  readonly open: readonly InboxItem[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
}

interface Result {
  readonly item: InboxItem;
  readonly outcome: Outcome;
}

export function Batch({ open, chosen, choose }: BatchProps) {
  const t = useWords(inboxWords);
  const c = useWords(common);
  const [asked, setAsked] = useState<readonly InboxItem[]>();
  const [problem, setProblem] = useState('');
  const [results, setResults] = useState<readonly Result[]>([]);
  const sending = useSend(
    (items: readonly InboxItem[], header) =>
      answer(api.POST('/api/v1/reviews/decisions', { params: { header }, body: { decisions: items.map(approval) } })),
    {
      done: ({ results: outcomes }, items) => {
        setResults(items.flatMap((item, at) => (outcomes[at] ? [{ item, outcome: outcomes[at] }] : [])));
        choose(new Set());
        announce(t.results);
      },
      refreshes: ['reviews', 'case'],
    },
  );
  const selected = open.filter(({ applicantId }) => chosen.has(applicantId));
  const all = open.length > 0 && selected.length === open.length;
  const ask = (): void => {
    setProblem(selected.length === 0 ? t.nobodyChosen : selected.length > MOST ? t.most(MOST) : '');
    if (selected.length > 0 && selected.length <= MOST) setAsked(selected);
  };
  return (
    <>
      <SendProblem sending={sending} />
      {results.length > 0 && <Results results={results} />}
      {open.length > 0 && (
        <div className="batch-bar">
          <label className="check-label">
            <input
              type="checkbox"
              checked={all}
              onChange={() => choose(new Set(all ? [] : open.map(({ applicantId }) => applicantId)))}
            />
            {c.selectAll}
          </label>
          <Act pending={sending.pending} onAct={ask}>
            {t.batch}
          </Act>
          <span className="small">{t.chosen(selected.length)}</span>
          {problem && (
            <p className="field-error" role="alert">
              {problem}
            </p>
          )}
        </div>
      )}
      {asked && (
        <Ask
          items={asked}
          onClose={() => setAsked(undefined)}
          onSure={() => {
            setAsked(undefined);
            sending.send(asked);
          }}
        />
      )}
    </>
  );
}

function approval({ bindingId, applicantId, dossierRevision }: InboxItem) {
  return { bindingId, applicantId, decision: 'approve' as const, dossierRevision, formChecked: true };
}

interface AskProps {
  readonly items: readonly InboxItem[];
  readonly onSure: () => void;
  readonly onClose: () => void;
}

function Ask({ items, onSure, onClose }: AskProps) {
  const t = useWords(inboxWords);
  const c = useWords(common);
  return (
    <Dialog title={t.batch} onClose={onClose}>
      <p>{t.batchText(items.length)}</p>
      <ul className="names">
        {items.map(({ applicantId, applicant, student, caseNumber }) => (
          <li key={applicantId} className="no-autospace">
            <span className="number">{caseNumber}</span> {student.classId}{' '}
            <span lang="zh-Hant-TW">
              {student.name} · {applicant.name}
            </span>{' '}
            ({applicant.relation.label})
          </li>
        ))}
      </ul>
      <p>
        <strong>{t.batchCheck}</strong>
      </p>
      <Actions>
        <Act kind="primary" onAct={onSure}>
          {c.confirm}
        </Act>
        <Act onAct={onClose}>{c.cancel}</Act>
      </Actions>
    </Dialog>
  );
}

function Results({ results }: { readonly results: readonly Result[] }) {
  const t = useWords(inboxWords);
  return (
    <Table
      caption={t.results}
      rows={results}
      rowKey={({ item }) => item.applicantId}
      columns={[
        {
          key: 'number',
          head: t.caseNumber,
          heads: true,
          cell: ({ item }) => <span className="number">{item.caseNumber}</span>,
        },
        {
          key: 'applicant',
          head: t.applicant,
          cell: ({ item }) => <span lang="zh-Hant-TW">{item.applicant.name}</span>,
        },
        { key: 'result', head: t.result, cell: ({ outcome }) => <ResultText first={outcome} /> },
      ]}
    />
  );
}

const LOOK_AGAIN_MS = 2000;

/** What is carried out later is asked for until it is settled. */
function ResultText({ first }: { readonly first: Outcome }) {
  const t = useWords(inboxWords);
  const language = useLanguage();
  const { commandId } = first;
  const [settled, setSettled] = useState(first.status !== 'pending');
  const later = useRead(
    ['decision', commandId],
    async (options) => {
      const path = { commandId };
      const next = await answer(api.GET('/api/v1/reviews/decisions/{commandId}', { params: { path }, ...options }));
      setSettled(next.status !== 'pending');
      return next;
    },
    { enabled: first.status === 'pending', every: settled ? false : LOOK_AGAIN_MS },
  );
  const outcome: Outcome = later.data ?? first;
  const code = outcome.code ?? 'refused';
  const refusal = useRead(
    ['problem', code],
    ({ signal }) => answer(api.GET('/api/v1/problems/{code}', { params: { path: { code } }, signal })),
    { enabled: outcome.status === 'refused' },
  );
  if (outcome.status === 'accepted') return <Chip tone="done">{t.approved}</Chip>;
  if (outcome.status === 'pending') return <Chip tone="others">{t.pending}</Chip>;
  return (
    <>
      <Chip tone="stopped">{refusal.data?.title[language] ?? code}</Chip>
      {refusal.data && <p className="small">{refusal.data.cure[language]}</p>}
    </>
  );
}
