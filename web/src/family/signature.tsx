/** 同意簽署回傳: the guide's table of applicants, 修正, 送出申請. */
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { noteRevision } from '../api/revisions';
import { useSend } from '../api/send';
import type { Applicant, BindingCase } from '../api/shapes';
import { Chip } from '../parts/chip';
import { Dialog } from '../parts/dialog';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions, BackButton } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { focusHeading } from '../shell/page';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { amendAddress, isSendable, isUnsettled, reviewTone } from './applicant-state';
import { AMENDING } from './amending';
import { may, useFamilyPath } from './case-data';
import { caseWords } from './case-words';
import { SayChanges } from './entrance';
import { WhoseTurn } from './whose-turn';
import { NotYet, WithCase } from './with-case';
import { words } from './words';

export default function Signature() {
  const t = useWords(words);
  return (
    <WithCase title={t.signature} wide>
      {(request) => (request.applicants.length === 0 ? <NotYet /> : <SignatureOf request={request} />)}
    </WithCase>
  );
}

type Asked = { readonly act: 'recall'; readonly ids: readonly string[] } | { readonly act: 'withdraw' };

function SignatureOf({ request }: { readonly request: BindingCase }) {
  const t = useWords(caseWords);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const acts = useActs(request);
  const [asked, setAsked] = useState<Asked>();
  const pending = request.applicants.filter(({ review }) => review.code === 'pending-review');
  const amend = (one: Applicant): void => {
    if (one.review.code === 'pending-review') setAsked({ act: 'recall', ids: [one.id] });
    else void navigate(path(amendAddress(request, one)), { state: AMENDING });
  };
  return (
    <>
      <SayChanges request={request} />
      <WhoseTurn request={request} />
      <p>{t.greeting}</p>
      <SendProblem sending={acts.submission} />
      <SendProblem sending={acts.recall} />
      <SendProblem sending={acts.withdrawal} />
      <ApplicantTable request={request} amend={amend} />
      {may(request, 'sign-and-send') && <p>{t.readsNext}</p>}
      <Actions>
        {may(request, 'sign-and-send') && (
          <Act kind="primary" pending={acts.submission.pending} onAct={acts.submit}>
            {t.submit}
          </Act>
        )}
        {may(request, 'recall') && (
          <Act
            pending={acts.recall.pending}
            onAct={() => setAsked({ act: 'recall', ids: pending.map(({ id }) => id) })}
          >
            {t.recall}
          </Act>
        )}
        {may(request, 'withdraw') && (
          <Act pending={acts.withdrawal.pending} onAct={() => setAsked({ act: 'withdraw' })}>
            {t.withdraw}
          </Act>
        )}
        <BackButton to={path('/binding')} />
      </Actions>
      <p className="links">
        <Link to={path('/binding/form')}>{t.printForm}</Link>
        <Link to={path('/binding/evidence')}>{t.evidenceLink}</Link>
        <Link to={path('/binding/case')}>{t.case}</Link>
      </p>
      {asked && (
        <Ask
          asked={asked}
          onClose={() => setAsked(undefined)}
          onSure={() => {
            setAsked(undefined);
            if (asked.act === 'recall') acts.recall.send({ applicantIds: [...asked.ids] });
            else acts.withdrawal.send({});
          }}
        />
      )}
    </>
  );
}

function said(text: string): void {
  focusHeading();
  announce(text);
}

function useActs(request: BindingCase) {
  const t = useWords(caseWords);
  const { id, revision } = request;
  const note = <Accepted extends { readonly revision: number }>(accepted: Accepted): Accepted =>
    noteRevision(id, accepted);
  const refreshes = ['case', 'cases'];
  const submission = useSend(
    (body: { applicantIds: string[]; dossierRevisions: Record<string, number> }, header) =>
      answer(
        api.POST('/api/v1/bindings/{id}/submission', { params: { path: { id }, header }, body: body as never }),
      ).then(note),
    { revision, done: () => said(t.submitted), refreshes },
  );
  const recall = useSend(
    (body: { applicantIds: string[] }, header) =>
      answer(api.POST('/api/v1/bindings/{id}/recall', { params: { path: { id }, header }, body })).then(note),
    { revision, done: () => said(t.recalled), refreshes },
  );
  const withdrawal = useSend(
    (body: Record<string, never>, header) =>
      answer(api.POST('/api/v1/bindings/{id}/withdrawal', { params: { path: { id }, header }, body })).then(note),
    { revision, done: () => said(t.withdrawn), refreshes },
  );
  const submit = (): void => {
    const sent = request.applicants.filter(isSendable);
    submission.send({
      applicantIds: sent.map((one) => one.id),
      dossierRevisions: Object.fromEntries(sent.map((one) => [one.id, one.dossierRevision])),
    });
  };
  return { submission, recall, withdrawal, submit };
}

interface AskProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onSure: () => void;
}

function Ask({ asked, onClose, onSure }: AskProps) {
  const t = useWords(caseWords);
  const c = useWords(common);
  const recalls = asked.act === 'recall';
  return (
    <Dialog title={recalls ? t.recallTitle : t.withdrawTitle} onClose={onClose}>
      <p>{recalls ? t.recallText : t.withdrawText}</p>
      <Actions>
        <Act kind={recalls ? 'primary' : 'danger'} onAct={onSure}>
          {c.confirm}
        </Act>
        <Act onAct={onClose}>{c.cancel}</Act>
      </Actions>
    </Dialog>
  );
}

interface TableProps {
  readonly request: BindingCase;
  readonly amend: (applicant: Applicant) => void;
}

function ApplicantTable({ request, amend }: TableProps) {
  const t = useWords(caseWords);
  const { signature } = useWords(words);
  const amendable = request.applicants.some((one) => mayAmend(request, one));
  return (
    <Table
      caption={signature}
      hideCaption
      rows={request.applicants}
      rowKey={({ id }) => id}
      columns={[
        ...(amendable
          ? [
              {
                key: 'act',
                head: <span className="visually-hidden">{t.act}</span>,
                bare: true,
                cell: (one: Applicant) =>
                  mayAmend(request, one) ? (
                    <Act describedBy={`a-${one.id}`} onAct={() => amend(one)}>
                      {t.amend}
                    </Act>
                  ) : null,
              },
            ]
          : []),
        {
          key: 'applicant',
          head: t.applicantInfo,
          heads: true,
          cell: (one) => (
            <span className="no-autospace">
              <span id={`a-${one.id}`}>
                <span lang="zh-Hant-TW">{one.name}</span> ({one.idNumber})
              </span>
              <br />
              {one.email}
            </span>
          ),
        },
        { key: 'review', head: t.teacherReview, cell: (one) => <Review applicant={one} /> },
        { key: 'account', head: t.account, cell: ({ account }) => account.label },
      ]}
    />
  );
}

function Review({ applicant }: { readonly applicant: Applicant }) {
  const t = useWords(caseWords);
  const { review, reason } = applicant;
  return (
    <>
      <Chip tone={reviewTone(review.code)}>{review.label}</Chip>
      {reason && (
        <div className="reason">
          <p>
            {t.reason}：<strong>{reason.label}</strong>
          </p>
          <p>{reason.meaning}</p>
          <p>{reason.cure}</p>
          {reason.note && (
            <p>
              {t.note}：{reason.note}
            </p>
          )}
        </div>
      )}
    </>
  );
}

/** 修正 stays while 待送出, 待審核, 待補正; also where one may apply again beside another who is not settled. */
function mayAmend(request: BindingCase, one: Applicant): boolean {
  switch (one.review.code) {
    case 'drafted':
    case 'correction-requested':
      return true;
    case 'pending-review':
      return may(request, 'recall');
    case 'rejected':
    case 'expired':
      return request.outcome === null && request.applicants.some((other) => other.id !== one.id && isUnsettled(other));
    case 'approved':
    case 'withdrawn':
      return false;
  }
}
