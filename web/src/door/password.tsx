/** 修改密碼, also the first one, before which there is no other page. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { PasswordField } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, BackButton, Submit } from '../parts/submit';
import { announce } from '../shell/announcer';
import { Page } from '../shell/page';
import { deskOf, useSession, useSignedIn } from '../shell/session';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { accountWords } from './account-words';
import { NewPassword, useNewPasswordCheck } from './new-password';
import { firstPageOf, useWayBack } from './way-back';
import './door.css';

interface Body {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export default function Password() {
  const t = useWords(accountWords);
  const c = useWords(common);
  const session = useSignedIn();
  const { reread } = useSession();
  const navigate = useNavigate();
  const back = useWayBack();
  const [current, setCurrent] = useState('');
  const checkNew = useNewPasswordCheck();
  const sending = useSend((body: Body) => answer(api.PUT('/api/v1/session/password', { body })), {
    done: async () => {
      announce(t.changed);
      const next = await reread();
      // After the first password it is the first page, whatever was asked for before.
      const way = session.mustChangePassword ? {} : back;
      await navigate(next ? firstPageOf(next, way) : '/', { replace: true });
    },
    refreshes: ['nothing'],
  });
  return (
    <Page title={t.password} lead={session.mustChangePassword && <p>{t.mustChange}</p>}>
      <Form
        sending={sending}
        check={(values) => [
          ...(values.raw('/currentPassword') === ''
            ? [{ pointer: '/currentPassword', code: 'missing-value', detail: c.required(t.current) }]
            : []),
          ...checkNew(values),
        ]}
        onSubmit={(values) =>
          sending.send({ currentPassword: values.raw('/currentPassword'), newPassword: values.raw('/newPassword') })
        }
      >
        <input type="text" name="username" autoComplete="username" value={session.account} readOnly hidden />
        <PasswordField
          name="/currentPassword"
          label={t.current}
          help={session.mustChangePassword && session.kind === 'parent' ? t.currentFirst : undefined}
          autoComplete="current-password"
          onInput={setCurrent}
        />
        <NewPassword kind={session.kind === 'staff' ? 'staff' : 'family'} account={session.account} current={current} />
        <Actions>
          <Submit>{t.change}</Submit>
          {!session.mustChangePassword && <BackButton to={deskOf(session.role.code)} />}
        </Actions>
      </Form>
    </Page>
  );
}
