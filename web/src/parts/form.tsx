/**
 * A form: uncontrolled fields named by their JSON pointer, an error summary that takes the focus, one send.
 * Never React's `action`: it empties the form, also when the API refused.
 */
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { FieldError } from '../api/problem';
import type { Sending } from '../api/send';
import { useErrorTitle } from '../shell/title';
import { ErrorSummary } from './error-summary';
import { FormContext, type FormState } from './form-context';
import { SendState } from './send-state';
import { Values } from './values';

interface FormProps {
  // The form only watches the sending; what it sends is the caller's.
  readonly sending: Pick<Sending<never>, 'pending' | 'problem' | 'round' | 'waiting' | 'now' | 'again'>;
  /** Our own check of what must be there; what is right is said by the API alone. */
  readonly check?: (values: Values) => readonly FieldError[];
  readonly onSubmit: (values: Values) => void;
  /** After each change, for a draft. */
  readonly onChange?: (values: Values) => void;
  /** Errors of a button beside the submit button. */
  readonly errors?: readonly FieldError[] | undefined;
  /** What the fields begin with, by name: a draft, or what was sent. */
  readonly begin?: Readonly<Record<string, string>> | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Form({
  sending,
  check,
  onSubmit,
  onChange,
  errors: others,
  begin,
  className = '',
  children,
}: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [own, setOwn] = useState<{ errors: readonly FieldError[]; round: number }>({ errors: [], round: 0 });
  const local = others !== undefined && others.length > 0 ? others : own.errors;
  const refused = local.length === 0 ? sending.problem : undefined;
  const errors = local.length > 0 ? local : (refused?.errors ?? []);
  useErrorTitle(errors.length > 0 || refused !== undefined);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (sending.pending) return;
    const values = new Values(event.currentTarget);
    const wrong = check?.(values) ?? [];
    setOwn(({ round }) => ({ errors: wrong, round: wrong.length > 0 ? round + 1 : round }));
    if (wrong.length === 0) onSubmit(values);
  };
  const state: FormState = { errors, begin: begin ?? {}, pending: sending.pending };
  return (
    <FormContext.Provider value={state}>
      <form
        ref={form}
        noValidate
        className={`form ${className}`}
        onSubmit={submit}
        onInput={(event) => onChange?.(new Values(event.currentTarget))}
      >
        <ErrorSummary
          form={form}
          errors={errors}
          problem={refused}
          round={own.round * 1000 + sending.round + (others?.length ?? 0)}
        />
        <SendState sending={sending} />
        {children}
      </form>
    </FormContext.Provider>
  );
}
