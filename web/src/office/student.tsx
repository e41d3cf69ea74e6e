/** One pupil: 綁定狀態, 重設密碼, 保護限制. */
import { useParams } from 'react-router';
import { answer, api } from '../api/client';
import type { FieldError } from '../api/problem';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import type { components } from '../api/schema';
import { Facts } from '../parts/facts';
import { TextArea, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Submit } from '../parts/submit';
import type { Values } from '../parts/values';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { PasswordReset } from './password-reset';
import { words } from './words';

type Pupil = components['schemas']['RosterStudent'];

export default function Student() {
  const t = useWords(words);
  const { studentId = '' } = useParams();
  const pupil = useRead(['students', studentId], (options) =>
    answer(api.GET('/api/v1/roster/students/{studentId}', { params: { path: { studentId } }, ...options })),
  );
  return (
    <OfficePage title={t.student}>
      <Loaded read={pupil}>
        {(shown) => (
          <>
            <Facts
              facts={[
                { name: t.studentNumber, value: <span className="number">{shown.number}</span> },
                {
                  name: t.name,
                  value: (
                    <span lang="zh-Hant-TW" className="no-autospace">
                      {shown.name}
                    </span>
                  ),
                },
                { name: t.class, value: shown.classId },
                { name: t.status, value: shown.status.label },
                { name: t.binding, value: shown.binding.label },
                { name: t.restriction, value: shown.restricted ? t.restricted : t.notRestricted },
              ]}
            />
            <section className="card" aria-labelledby="reset">
              <h2 id="reset">{t.reset}</h2>
              <PasswordReset of={{ kind: 'student', studentId }} />
            </section>
            <section className="card" aria-labelledby="restriction">
              <h2 id="restriction">{t.restriction}</h2>
              <p>{t.restrictionText}</p>
              {shown.restricted ? <Lift pupil={shown} /> : <Restrict pupil={shown} />}
            </section>
          </>
        )}
      </Loaded>
    </OfficePage>
  );
}

/** What must be there, by pointer and label. */
function missingOf(values: Values, fields: Readonly<Record<string, string>>): readonly FieldError[] {
  return Object.entries(fields)
    .filter(([pointer]) => values.text(pointer) === '')
    .map(([pointer, detail]) => ({ pointer, code: 'missing-value', detail }));
}

function Restrict({ pupil }: { readonly pupil: Pupil }) {
  const t = useWords(words);
  const c = useWords(common);
  const { studentId } = pupil;
  const sending = useSend(
    (body: { from: string; to?: string; document: string; note: string }, header) =>
      answer(
        api.PUT('/api/v1/roster/students/{studentId}/restriction', { params: { path: { studentId }, header }, body }),
      ),
    { done: () => announce(t.restrictDone), refreshes: ['students'] },
  );
  return (
    <Form
      sending={sending}
      check={(values) =>
        missingOf(values, {
          '/from': c.required(t.from),
          '/document': c.required(t.document),
          '/note': c.required(t.note),
        })
      }
      onSubmit={(values) => {
        const to = values.code('/to');
        sending.send({
          from: values.code('/from'),
          ...(to !== '' && { to }),
          document: values.text('/document'),
          note: values.text('/note'),
        });
      }}
    >
      <TextField name="/from" label={t.from} help={t.dayHelp} width="number" autoComplete="off" />
      <TextField name="/to" label={t.to} help={t.toHelp} width="number" autoComplete="off" />
      <TextField name="/document" label={t.document} help={t.documentHelp} autoComplete="off" maxLength={200} />
      <TextArea name="/note" label={t.note} rows={2} maxLength={500} />
      <div>
        <Submit>{t.restrict}</Submit>
      </div>
    </Form>
  );
}

function Lift({ pupil }: { readonly pupil: Pupil }) {
  const t = useWords(words);
  const c = useWords(common);
  const { studentId } = pupil;
  const sending = useSend(
    (body: { note: string }, header) =>
      answer(
        api.DELETE('/api/v1/roster/students/{studentId}/restriction', {
          params: { path: { studentId }, header },
          body,
        }),
      ),
    { done: () => announce(t.liftDone), refreshes: ['students'] },
  );
  return (
    <Form
      sending={sending}
      check={(values) => missingOf(values, { '/note': c.required(t.note) })}
      onSubmit={(values) => sending.send({ note: values.text('/note') })}
    >
      <TextArea name="/note" label={t.note} rows={2} maxLength={500} />
      <div>
        <Submit>{t.lift}</Submit>
      </div>
    </Form>
  );
}
