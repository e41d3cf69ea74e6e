/** 兩步驟驗證: passed at sign-in, or set up for the first time. */
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import type { Session } from '../api/shapes';
import { Facts } from '../parts/facts';
import { PasswordField, TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Actions, Submit } from '../parts/submit';
import { Page } from '../shell/page';
import { deskOf, useSession, useSignedIn } from '../shell/session';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { accountWords } from './account-words';
import { firstPageOf, useWayBack } from './way-back';
import './door.css';

interface Secret {
  readonly secret: string;
  readonly uri: string;
  readonly qr: string;
}

export default function SecondFactor() {
  const t = useWords(accountWords);
  const { secondFactor } = useSignedIn();
  const [secret, setSecret] = useState<Secret>();
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) return <RecoveryCodes codes={codes} />;
  return (
    <Page title={t.secondFactor}>
      {secondFactor === 'needed' && <Pass />}
      {secondFactor === 'passed' && <p>{t.passed}</p>}
      {(secondFactor === 'none' || secondFactor === undefined || secondFactor === 'to-be-set-up') &&
        (secret ? <Confirm secret={secret} onDone={setCodes} /> : <Begin onDone={setSecret} />)}
    </Page>
  );
}

function Pass() {
  const t = useWords(accountWords);
  const { changed } = useSession();
  const navigate = useNavigate();
  const back = useWayBack();
  const sending = useSend((body: { code: string }) => answer(api.PUT('/api/v1/session/second-factor', { body })), {
    done: async (next) => {
      const session = next as Session;
      changed(session);
      await navigate(firstPageOf(session, back), { replace: true });
    },
    refreshes: ['nothing'],
  });
  return (
    <>
      <p>{t.needed}</p>
      <CodeForm sending={sending} />
    </>
  );
}

function Begin({ onDone }: { readonly onDone: (secret: Secret) => void }) {
  const t = useWords(accountWords);
  const c = useWords(common);
  const { secondFactor } = useSignedIn();
  const sending = useSend((body: { password: string }) => answer(api.POST('/api/v1/me/second-factor', { body })), {
    done: onDone,
    refreshes: ['nothing'],
  });
  return (
    <>
      <p>{secondFactor === 'to-be-set-up' ? t.toSetUp : t.optional}</p>
      <Form
        sending={sending}
        check={(values) =>
          values.raw('/password') === ''
            ? [{ pointer: '/password', code: 'missing-value', detail: c.required(t.passwordField) }]
            : []
        }
        onSubmit={(values) => sending.send({ password: values.raw('/password') })}
      >
        <PasswordField name="/password" label={t.passwordField} autoComplete="current-password" />
        <Actions>
          <Submit>{t.begin}</Submit>
        </Actions>
      </Form>
    </>
  );
}

function Confirm({ secret, onDone }: { readonly secret: Secret; readonly onDone: (codes: readonly string[]) => void }) {
  const t = useWords(accountWords);
  const sending = useSend((body: { code: string }) => answer(api.PUT('/api/v1/me/second-factor', { body })), {
    done: ({ recoveryCodes }) => onDone(recoveryCodes),
    refreshes: ['nothing'],
  });
  return (
    <>
      <p>{t.scan}</p>
      <img className="qr" src={secret.qr} alt={t.qr} />
      <Facts facts={[{ name: t.secret, value: <span className="number">{secret.secret}</span> }]} />
      <CodeForm sending={sending} />
    </>
  );
}

function CodeForm({ sending }: { readonly sending: ReturnType<typeof useSend<{ code: string }, unknown>> }) {
  const t = useWords(accountWords);
  const c = useWords(common);
  return (
    <Form
      sending={sending}
      check={(values) =>
        values.code('/code') === '' ? [{ pointer: '/code', code: 'missing-value', detail: c.required(t.code) }] : []
      }
      onSubmit={(values) => sending.send({ code: values.code('/code') })}
    >
      <TextField
        name="/code"
        label={t.code}
        help={t.codeHelp}
        width="number"
        inputMode="text"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={32}
      />
      <Actions>
        <Submit>{t.confirm}</Submit>
      </Actions>
    </Form>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const t = useWords(accountWords);
  const c = useWords(common);
  const { session, reread } = useSession();
  const navigate = useNavigate();
  const goOn = async (): Promise<void> => {
    const next = (await reread()) ?? session;
    await navigate(next ? deskOf(next.role.code) : '/', { replace: true });
  };
  return (
    <Page title={t.recovery} lead={<p>{t.recoveryText}</p>}>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Actions>
        <button type="button" className="button primary" onClick={() => window.print()}>
          {c.print}
        </button>
        <button type="button" className="button" onClick={() => void goOn()}>
          {t.goOn}
        </button>
      </Actions>
      <p className="no-print">
        <Link to="/sessions">{c.sessions}</Link>
      </p>
    </Page>
  );
}
