/** 重設密碼 at the counter: a reason, then a code that is shown once and can be printed. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { TextArea } from '../parts/fields';
import { Form } from '../parts/form';
import { Notice } from '../parts/notice';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { words } from './words';

export type ResetOf =
  { readonly kind: 'student'; readonly studentId: string } | { readonly kind: 'staff'; readonly account: string };

export interface OneTimeCode {
  readonly oneTimeCode: string;
  readonly expiresAt: string;
}

export function resetPassword(
  of: ResetOf,
  reason: string,
  header: { readonly 'Idempotency-Key': string },
): Promise<OneTimeCode> {
  const body = { reason };
  return of.kind === 'student'
    ? answer(
        api.POST('/api/v1/roster/students/{studentId}/password-reset', {
          params: { path: { studentId: of.studentId }, header },
          body,
        }),
      )
    : answer(
        api.POST('/api/v1/roster/staff/{account}/password-reset', {
          params: { path: { account: of.account }, header },
          body,
        }),
      );
}

export function PasswordReset({ of }: { readonly of: ResetOf }) {
  const t = useWords(words);
  const c = useWords(common);
  const [code, setCode] = useState<OneTimeCode>();
  const sending = useSend((body: { reason: string }, header) => resetPassword(of, body.reason, header), {
    done: setCode,
    refreshes: ['students'],
  });
  if (code) return <CodeOnce code={code} />;
  return (
    <Form
      sending={sending}
      check={(values) =>
        values.text('/reason') === ''
          ? [{ pointer: '/reason', code: 'missing-value', detail: c.required(t.reason) }]
          : []
      }
      onSubmit={(values) => sending.send({ reason: values.text('/reason') })}
    >
      <p>{t.resetText}</p>
      <TextArea name="/reason" label={t.reason} help={t.reasonHelp} rows={2} maxLength={500} />
      <div>
        <button type="submit" className="button" aria-disabled={sending.pending || undefined}>
          {t.reset}
        </button>
      </div>
    </Form>
  );
}

export function CodeOnce({ code }: { readonly code: OneTimeCode }) {
  const t = useWords(words);
  const c = useWords(common);
  const dates = useDates();
  return (
    <div role="status">
      <Notice tone="done" title={t.code}>
        <p className="number one-time-code">{code.oneTimeCode}</p>
        <p>{t.codeText(dates.time(code.expiresAt))}</p>
        <p className="no-print">
          <button type="button" className="button" onClick={() => window.print()}>
            {c.print}
          </button>
        </p>
      </Notice>
    </div>
  );
}
