/** 學生資料爭議: what a family says is wrong, 更正 or 維持原資料. */
import { useId } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import { usePolling } from '../api/live';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import type { BindingCase } from '../api/shapes';
import { Facts } from '../parts/facts';
import { TextArea, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { words } from './words';

export default function Disputes() {
  const t = useWords(words);
  const cases = useRead(['cases', 'disputes'], (options) => answer(api.GET('/api/v1/bindings', options)), {
    every: usePolling(),
  });
  return (
    <OfficePage title={t.disputes} lead={<p>{t.disputesText}</p>}>
      <Loaded read={cases}>
        {({ items }) => {
          const disputed = items.filter(({ cards }) => cards.studentInfo.code === 'disputed');
          if (disputed.length === 0) return <div className="empty">{t.noDisputes}</div>;
          return disputed.map((request) => <Disputed key={request.id} request={request} />);
        }}
      </Loaded>
    </OfficePage>
  );
}

function Disputed({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const dates = useDates();
  const title = useId();
  const { student, caseNumber, dispute, holder, dueAt, allowedActions } = request;
  return (
    <article className="card" aria-labelledby={title}>
      <h2 id={title} className="no-autospace">
        {student.classId} <span lang="zh-Hant-TW">{student.name}</span>
      </h2>
      <Facts
        facts={[
          {
            name: t.caseNumber,
            value: (
              <Link to={`/bindings/${request.id}`} className="number">
                {caseNumber}
              </Link>
            ),
          },
          { name: t.studentNumber, value: <span className="number">{student.number}</span> },
          { name: t.saidByParent, value: dispute?.note ?? '—' },
          { name: t.holder, value: holder.label },
          { name: t.due, value: dueAt ? dates.time(dueAt) : t.noDue },
        ]}
      />
      {allowedActions.includes('correct-student-info') && <Correct request={request} />}
      {allowedActions.includes('keep-student-info') && <Keep request={request} />}
    </article>
  );
}

interface Changes {
  readonly name?: string;
  readonly classId?: string;
  readonly studentNumber?: string;
}

function Correct({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const { id, revision } = request;
  const fields = [
    ['/changes/name', 'name', t.newName],
    ['/changes/classId', 'classId', t.newClass],
    ['/changes/studentNumber', 'studentNumber', t.newNumber],
  ] as const;
  const sending = useSend(
    (body: { changes: Changes }, header) =>
      answer(api.POST('/api/v1/bindings/{id}/student-info/correction', { params: { path: { id }, header }, body })),
    { revision, done: () => announce(t.correctDone), refreshes: ['case', 'cases'] },
  );
  return (
    <Form
      sending={sending}
      check={(values) =>
        fields.every(([name]) => values.text(name) === '')
          ? [{ pointer: '/changes/name', code: 'missing-value', detail: t.nothing }]
          : []
      }
      onSubmit={(values) => {
        const typed = fields.map(([name, key]) => [key, values.text(name)]).filter(([, value]) => value !== '');
        sending.send({ changes: Object.fromEntries(typed) });
      }}
    >
      <p>{t.correctText}</p>
      <div className="one-row">
        {fields.map(([name, , label]) => (
          <TextField key={name} name={name} label={label} autoComplete="off" width="full" />
        ))}
      </div>
      <div>
        <button type="submit" className="button" aria-disabled={sending.pending || undefined}>
          {t.correct}
        </button>
      </div>
    </Form>
  );
}

function Keep({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const c = useWords(common);
  const { id, revision } = request;
  const sending = useSend(
    (body: { note: string }, header) =>
      answer(api.POST('/api/v1/bindings/{id}/student-info/keep', { params: { path: { id }, header }, body })),
    { revision, done: () => announce(t.keepDone), refreshes: ['case', 'cases'] },
  );
  return (
    <Form
      sending={sending}
      check={(values) =>
        values.text('/note') === '' ? [{ pointer: '/note', code: 'missing-value', detail: c.required(t.note) }] : []
      }
      onSubmit={(values) => sending.send({ note: values.text('/note') })}
    >
      <TextArea name="/note" label={t.note} rows={2} maxLength={500} />
      <div>
        <button type="submit" className="button" aria-disabled={sending.pending || undefined}>
          {t.keep}
        </button>
      </div>
    </Form>
  );
}
