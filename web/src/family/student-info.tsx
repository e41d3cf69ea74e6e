/** 確認學生相關資訊 */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { noteRevision } from '../api/revisions';
import { useSend } from '../api/send';
import type { BindingCase } from '../api/shapes';
import { Facts } from '../parts/facts';
import { Checkbox, TextArea } from '../parts/fields';
import { Form } from '../parts/form';
import { Notice } from '../parts/notice';
import { Act, Actions, BackButton, Submit } from '../parts/submit';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { may, useFamilyPath } from './case-data';
import { DraftState, useDraft, useDraftValues, type DraftValues } from './draft';
import { WithCase } from './with-case';
import { words } from './words';

export default function StudentInfo() {
  const t = useWords(words);
  return (
    <WithCase title={t.studentInfo} lead={<p>{t.studentInfoLead}</p>}>
      {(request) => (
        <>
          <StudentFacts request={request} />
          {may(request, 'confirm-student-info') ? <WithDraft request={request} /> : <Answered request={request} />}
        </>
      )}
    </WithCase>
  );
}

function StudentFacts({ request: { student } }: { readonly request: BindingCase }) {
  const t = useWords(words);
  return (
    <Facts
      facts={[
        { name: t.className, value: student.classId },
        { name: t.name, value: <span lang="zh-Hant-TW">{student.name}</span> },
        { name: t.studentNumber, value: <span className="number">{student.number}</span> },
      ]}
    />
  );
}

function Answered({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const { dispute, cards } = request;
  const disputed = cards.studentInfo.code === 'disputed';
  return (
    <>
      <Notice
        tone={disputed ? 'others' : cards.studentInfo.code === 'confirmed' ? 'done' : 'not-yet'}
        title={disputed ? t.disputed : cards.studentInfo.label}
      >
        {cards.studentInfo.code === 'confirmed' && <p>{t.confirmed}</p>}
        {dispute && <DisputeTexts dispute={dispute} />}
      </Notice>
      <Actions>
        <BackButton to={path('/binding')} />
      </Actions>
    </>
  );
}

function DisputeTexts({ dispute }: { readonly dispute: NonNullable<BindingCase['dispute']> }) {
  const t = useWords(words);
  return (
    <>
      <p>
        <strong>{t.disputeNote}</strong>：{dispute.note}
      </p>
      {dispute.answer && (
        <p>
          <strong>{t.disputeAnswer}</strong>：{dispute.answer}
        </p>
      )}
    </>
  );
}

function WithDraft({ request }: { readonly request: BindingCase }) {
  const values = useDraftValues(request.id);
  return <Loaded read={values}>{(begin) => <Confirm request={request} begin={begin} />}</Loaded>;
}

function Confirm({ request, begin }: { readonly request: BindingCase; readonly begin: DraftValues }) {
  const t = useWords(words);
  const path = useFamilyPath();
  const navigate = useNavigate();
  const draft = useDraft(request.id);
  const [wrong, setWrong] = useState((begin['/note'] ?? '') !== '');
  const sending = useSend(
    (body: { correct: true; shownVersion: number }, header) =>
      answer(
        api.POST('/api/v1/bindings/{id}/student-info/confirmation', {
          params: { path: { id: request.id }, header },
          body,
        }),
      ).then((accepted) => noteRevision(request.id, accepted)),
    {
      revision: request.revision,
      done: () => navigate(path('/binding'), { replace: true }),
      refreshes: ['case', 'cases'],
    },
  );
  const leave = async (): Promise<void> => {
    await draft.flush();
    announce(t.leftKept);
    await navigate(path('/binding'));
  };
  return (
    <>
      {request.dispute?.answer && (
        <Notice tone="others" title={t.disputeAnswer}>
          <p>{request.dispute.answer}</p>
        </Notice>
      )}
      <Form
        sending={sending}
        begin={begin}
        check={(values) =>
          values.has('/correct') ? [] : [{ pointer: '/correct', code: 'not-ticked', detail: t.mustTick }]
        }
        onChange={(values) => draft.keep({ '/correct': values.has('/correct') ? 'yes' : '' })}
        onSubmit={() => sending.send({ correct: true, shownVersion: request.student.version })}
      >
        <Checkbox name="/correct" label={t.correct} />
        <p>{t.wrongAskSchool}</p>
        <Actions>
          <Submit>{t.send}</Submit>
          <Act onAct={() => void leave()}>{t.keepAndLeave}</Act>
          <BackButton to={path('/binding')} />
        </Actions>
        <DraftState draft={draft} />
      </Form>
      {wrong ? (
        <Dispute request={request} begin={begin} keep={draft.keep} />
      ) : (
        <p>
          <button type="button" className="button quiet" onClick={() => setWrong(true)}>
            {t.dataWrong}
          </button>
        </p>
      )}
    </>
  );
}

function Dispute({
  request,
  begin,
  keep,
}: {
  readonly request: BindingCase;
  readonly begin: DraftValues;
  readonly keep: (values: DraftValues) => void;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const sending = useSend(
    (body: { note: string }, header) =>
      answer(
        api.POST('/api/v1/bindings/{id}/student-info/dispute', { params: { path: { id: request.id }, header }, body }),
      ).then((accepted) => noteRevision(request.id, accepted)),
    { revision: request.revision, done: () => announce(t.dataWrongSent), refreshes: ['case', 'cases'] },
  );
  return (
    <section className="card" aria-labelledby="data-wrong">
      <h2 id="data-wrong">{t.dataWrong}</h2>
      <p>{t.dataWrongText}</p>
      <Form
        sending={sending}
        begin={begin}
        check={(values) =>
          values.text('/note') === ''
            ? [{ pointer: '/note', code: 'missing-value', detail: c.required(t.dataWrongNote) }]
            : []
        }
        onChange={(values) => keep({ '/note': values.raw('/note') })}
        onSubmit={(values) => sending.send({ note: values.text('/note') })}
      >
        <TextArea name="/note" label={t.dataWrongNote} maxLength={1000} />
        <Actions>
          <Submit>{t.dataWrongSend}</Submit>
        </Actions>
      </Form>
    </section>
  );
}
