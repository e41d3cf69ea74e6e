/** 新密碼 and 再輸入一次, with what a good password is, ticked while typing. */
import { useState } from 'react';
import type { FieldError } from '../api/problem';
import { Shape } from '../parts/chip';
import { PasswordField } from '../parts/fields';
import type { Values } from '../parts/values';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { accountWords } from './account-words';

const LEAST = { family: 10, staff: 12 } as const;

interface NewPasswordProps {
  readonly kind: 'family' | 'staff';
  readonly account?: string;
  /** What stands in 目前密碼 now. */
  readonly current?: string;
}

export function NewPassword({ kind, account, current }: NewPasswordProps) {
  const t = useWords(accountWords);
  const [typed, setTyped] = useState('');
  const least = LEAST[kind];
  const plain = typed.normalize('NFKC').toLowerCase();
  const rules = [
    { text: t.ruleLength(least), kept: [...typed].length >= least },
    ...(account ? [{ text: t.ruleAccount, kept: typed !== '' && !plain.includes(account.toLowerCase()) }] : []),
    ...(current !== undefined ? [{ text: t.ruleNew, kept: typed !== '' && typed !== current }] : []),
  ];
  return (
    <>
      <PasswordField
        name="/newPassword"
        label={t.fresh}
        autoComplete="new-password"
        onInput={setTyped}
        help={
          <>
            {t.rules}
            <ul className="rules">
              {rules.map(({ text, kept }) => (
                <li key={text} className={kept ? 'kept' : ''}>
                  <Shape tone={kept ? 'done' : 'not-yet'} />
                  <span>
                    {text}
                    {kept && <span className="visually-hidden"> ({t.kept})</span>}
                  </span>
                </li>
              ))}
              <li>
                <Shape tone="not-yet" />
                {t.ruleSecret}
              </li>
            </ul>
          </>
        }
      />
      <PasswordField name="/repeat" label={t.repeat} autoComplete="new-password" />
    </>
  );
}

export function useNewPasswordCheck(): (values: Values) => readonly FieldError[] {
  const t = useWords(accountWords);
  const c = useWords(common);
  return (values) => {
    const fresh = values.raw('/newPassword');
    if (fresh === '') return [{ pointer: '/newPassword', code: 'missing-value', detail: c.required(t.fresh) }];
    if (fresh !== values.raw('/repeat')) return [{ pointer: '/repeat', code: 'not-same', detail: t.notSame }];
    return [];
  };
}
