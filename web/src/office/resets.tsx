/** 重設密碼: for a pupil by number, or a member of staff by account. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { Problem } from '../api/problem';
import { useSend } from '../api/send';
import { Radios, TextArea, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { CodeOnce, resetPassword, type OneTimeCode } from './password-reset';
import { words } from './words';

interface Asked {
  readonly kind: 'student' | 'staff';
  readonly account: string;
  readonly reason: string;
}

export default function Resets() {
  const t = useWords(words);
  const c = useWords(common);
  const [code, setCode] = useState<OneTimeCode>();
  const sending = useSend(
    async ({ kind, account, reason }: Asked, header) => {
      if (kind === 'staff') return resetPassword({ kind, account }, reason, header);
      const studentId = await studentOf(account, t.notFound);
      return resetPassword({ kind, studentId }, reason, header);
    },
    { done: setCode, refreshes: ['students'] },
  );
  return (
    <OfficePage title={t.resets} lead={<p>{t.resetText}</p>}>
      {code && <CodeOnce code={code} />}
      <Form
        sending={sending}
        check={(values) => [
          ...(values.has('/kind') ? [] : [{ pointer: '/kind', code: 'missing-value', detail: c.choose(t.resetFor) }]),
          ...(values.code('/account') === ''
            ? [{ pointer: '/account', code: 'missing-value', detail: c.required(t.accountOrNumber) }]
            : []),
          ...(values.text('/reason') === ''
            ? [{ pointer: '/reason', code: 'missing-value', detail: c.required(t.reason) }]
            : []),
        ]}
        onSubmit={(values) => {
          setCode(undefined);
          sending.send({
            kind: values.text('/kind') === 'staff' ? 'staff' : 'student',
            account: values.code('/account'),
            reason: values.text('/reason'),
          });
        }}
      >
        <Radios
          name="/kind"
          legend={t.resetFor}
          defaultValue="student"
          choices={[
            { value: 'student', label: t.resetStudent },
            { value: 'staff', label: t.resetStaff },
          ]}
        />
        <TextField
          name="/account"
          label={t.accountOrNumber}
          help={t.accountHelp}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextArea name="/reason" label={t.reason} help={t.reasonHelp} rows={2} maxLength={500} />
        <Actions>
          <Submit>{t.reset}</Submit>
        </Actions>
      </Form>
    </OfficePage>
  );
}

/** @throws Problem where no pupil has exactly this number; a family's account P… is understood too */
async function studentOf(typed: string, unknown: string): Promise<string> {
  const number = typed.replace(/^p(?=\d)/i, '');
  const { items } = await answer(api.GET('/api/v1/roster/students', { params: { query: { q: number } } }));
  const found = items.find((one) => one.number === number);
  if (found) return found.studentId;
  const errors = [{ pointer: '/account', code: 'not-found', detail: unknown }];
  throw new Problem({ status: 404, code: 'not-found', title: unknown, detail: '', errors });
}
