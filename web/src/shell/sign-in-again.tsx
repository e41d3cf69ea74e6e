/** The session was lost in the middle of something: the same account signs in again in place, and the work goes on. */
import { useState, type FormEvent } from 'react';
import { answer, api } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Session } from '../api/shapes';
import { signIn, type SignIn } from '../api/sign-in';
import { Captcha, captchaOf, useCaptcha, type CaptchaState } from '../parts/captcha';
import { Dialog } from '../parts/dialog';
import { PasswordField, TextField } from '../parts/fields';
import { FormContext } from '../parts/form-context';
import { Values } from '../parts/values';
import { common } from '../words/common';
import { useWords } from '../words/words';

interface AgainProps {
  readonly session: Session;
  readonly onDone: (session: Session) => void;
  readonly onGiveUp: () => void;
}

export function SignInAgain({ session, onDone, onGiveUp }: AgainProps) {
  const t = useWords(common);
  const captcha = useCaptcha();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [code, setCode] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    event.stopPropagation();
    if (pending) return;
    setPending(true);
    setProblem(undefined);
    const values = new Values(event.currentTarget);
    try {
      const next = code ? await secondFactor(values) : await signIn(whole(session, values, captcha));
      if (next.secondFactor === 'needed') setCode(true);
      else onDone(await inTheSameRole(session, next));
    } catch (error) {
      setProblem(asProblem(error));
      captcha.renew();
    } finally {
      setPending(false);
    }
  };
  const errors = problem?.errors ?? [];
  return (
    <Dialog title={t.sessionLost} onClose={onGiveUp}>
      <p>{t.sessionLostText}</p>
      <FormContext.Provider value={{ errors, begin: {}, pending }}>
        <form noValidate className="form" onSubmit={(event) => void submit(event)}>
          {problem && errors.length === 0 && (
            <p className="field-error" role="alert">
              {problem.status === 0 ? t.noAnswer : problem.detail || problem.title}
            </p>
          )}
          <p>
            {t.account} <strong className="no-autospace">{session.account}</strong>
            <input type="hidden" name="username" autoComplete="username" value={session.account} readOnly />
          </p>
          {code ? (
            <TextField name="/code" label={t.captcha} width="number" inputMode="numeric" autoComplete="one-time-code" />
          ) : (
            <>
              <PasswordField name="/password" label={t.passwordField} autoComplete="current-password" />
              <Captcha captcha={captcha} />
            </>
          )}
          <div className="actions">
            <button type="submit" className="button primary" aria-disabled={pending || undefined}>
              {pending ? t.sending : t.signIn}
            </button>
            <button type="button" className="button" onClick={onGiveUp}>
              {t.cancel}
            </button>
          </div>
        </form>
      </FormContext.Provider>
    </Dialog>
  );
}

function whole({ account, schoolId }: Session, values: Values, captcha: CaptchaState): SignIn {
  return {
    ...(schoolId !== null && { schoolId }),
    account,
    password: values.raw('/password'),
    ...captchaOf(captcha, values),
  };
}

async function secondFactor(values: Values): Promise<Session> {
  return (await answer(api.PUT('/api/v1/session/second-factor', { body: { code: values.code('/code') } }))) as Session;
}

async function inTheSameRole(before: Session, now: Session): Promise<Session> {
  const role = before.role.code;
  if (now.role.code === role || !now.roles.some(({ code }) => code === role)) return now;
  return answer(api.PUT('/api/v1/session/role', { body: { role } }));
}
