/** 設定新密碼, by the link of a letter. Opening the page does not use the link up. */
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import { Page } from '../shell/page';
import { useWords } from '../words/words';
import { accountWords } from './account-words';
import { NewPassword, useNewPasswordCheck } from './new-password';
import './door.css';

export default function Reset() {
  const t = useWords(accountWords);
  const { token = '' } = useParams();
  const [done, setDone] = useState(false);
  const check = useNewPasswordCheck();
  const sending = useSend(
    (body: { newPassword: string }) =>
      answer(api.PUT('/api/v1/password-resets/{token}', { params: { path: { token } }, body })),
    { done: () => setDone(true), refreshes: ['nothing'] },
  );
  if (done) {
    return (
      <Page title={t.resetDone} lead={<p>{t.resetDoneText}</p>}>
        <p>
          <Link to="/" className="button primary" replace>
            {t.toSignIn}
          </Link>
        </p>
      </Page>
    );
  }
  return (
    <Page title={t.reset} lead={<p>{t.resetLead}</p>}>
      <Form
        sending={sending}
        check={check}
        onSubmit={(values) => sending.send({ newPassword: values.raw('/newPassword') })}
      >
        <NewPassword kind="family" />
        <Actions>
          <Submit>{t.reset}</Submit>
        </Actions>
      </Form>
    </Page>
  );
}
