/** 驗證碼: a picture, or a proof of work for those who cannot see it. Where the server asks for none, nothing is shown. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, api } from '../api/client';
import type { AwaitedCaptcha } from '../api/awaited';
import { announce } from '../shell/announcer';
import { useWords } from '../words/words';
import { captchaWords } from './captcha-words';
import { FieldErrorText, TextField } from './fields';
import { useField } from './form-context';
import { solve } from './proof-of-work';
import type { Values } from './values';

export interface CaptchaState {
  readonly challenge: AwaitedCaptcha | undefined;
  readonly proof: 'none' | 'solving' | 'failed' | { readonly altcha: string };
  readonly renew: () => void;
  readonly prove: () => void;
}

export function useCaptcha(): CaptchaState {
  const [challenge, setChallenge] = useState<AwaitedCaptcha>();
  const [proof, setProof] = useState<CaptchaState['proof']>('none');
  const latest = useRef(0);

  const renew = useCallback(() => {
    const mine = (latest.current += 1);
    setProof('none');
    answer(api.POST('/api/v1/captchas'))
      .then((next) => latest.current === mine && setChallenge(next))
      .catch(() => latest.current === mine && setChallenge(undefined));
  }, []);
  useEffect(renew, [renew]);
  useEffect(() => {
    if (!challenge) return;
    // A picture that is too old is refused without a look at the password: it is renewed just before.
    const left = Date.parse(challenge.expiresAt) - Date.now() - 10_000;
    const timer = setTimeout(renew, Math.max(left, 30_000));
    return () => clearTimeout(timer);
  }, [challenge, renew]);

  const prove = useCallback(() => {
    if (!challenge) return;
    const mine = latest.current;
    setProof('solving');
    solve(challenge.alternative)
      .then((altcha) => latest.current === mine && setProof({ altcha }))
      .catch(() => latest.current === mine && setProof('failed'));
  }, [challenge]);
  return { challenge, proof, renew, prove };
}

/** What is sent of it. Nothing typed: nothing sent, and the server says whether it wants one. */
export function captchaOf(
  { challenge, proof }: CaptchaState,
  values: Values,
): { captcha?: { id: string; answer: string } | { altcha: string } } {
  if (typeof proof === 'object') return { captcha: { altcha: proof.altcha } };
  const typed = values.code('/captcha/answer');
  return challenge && typed !== '' ? { captcha: { id: challenge.id, answer: typed } } : {};
}

export function Captcha({ captcha }: { readonly captcha: CaptchaState }) {
  const t = useWords(captchaWords);
  const whole = useField('/captcha', false);
  const { challenge, proof } = captcha;
  if (!challenge) return null;
  const another = (): void => {
    captcha.renew();
    announce(t.renewed);
  };
  return (
    <div className="captcha">
      {typeof proof === 'object' ? (
        <p className="solved">{t.solved}</p>
      ) : (
        <>
          <TextField
            key={challenge.id}
            name="/captcha/answer"
            label={t.label}
            help={t.help}
            width="number"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={12}
          />
          <FieldErrorText field={whole} />
          <div className="captcha-picture">
            <button type="button" className="picture-button" onClick={another} aria-label={t.picture}>
              <img src={challenge.image} alt="" />
            </button>
            <button type="button" className="button small-button" onClick={another}>
              {t.another}
            </button>
          </div>
        </>
      )}
      <div role="status">
        {proof === 'solving' && <p>{t.solving}</p>}
        {proof === 'failed' && <p>{t.failed}</p>}
      </div>
      {proof === 'none' && (
        <a
          href="#proof"
          onClick={(event) => {
            event.preventDefault();
            captcha.prove();
          }}
        >
          {t.alternative}
        </a>
      )}
    </div>
  );
}
