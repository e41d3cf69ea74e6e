/** The buttons below a form. A second press while sending does nothing; the focus stays where it is. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { useFormPending } from './form-context';

export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className="actions">{children}</div>;
}

export function Submit({ children }: { readonly children: string }) {
  const t = useWords(common);
  const pending = useFormPending();
  return (
    <button type="submit" className="button primary" aria-disabled={pending || undefined}>
      {pending ? t.sending : children}
    </button>
  );
}

interface ActProps {
  readonly children: string;
  readonly onAct: () => void;
  readonly pending?: boolean;
  readonly kind?: 'primary' | 'danger' | 'plain';
  readonly describedBy?: string;
}

/** A button that sends without a form around it. */
export function Act({ children, onAct, pending = false, kind = 'plain', describedBy }: ActProps) {
  const t = useWords(common);
  return (
    <button
      type="button"
      className={`button ${kind}`}
      aria-disabled={pending || undefined}
      aria-describedby={describedBy}
      onClick={() => {
        if (!pending) onAct();
      }}
    >
      {pending ? t.sending : children}
    </button>
  );
}

/** 回前頁 */
export function BackButton({ to, state }: { readonly to: string; readonly state?: object | undefined }) {
  const t = useWords(common);
  const navigate = useNavigate();
  return (
    <button type="button" className="button quiet" onClick={() => void navigate(to, { state })}>
      {t.back}
    </button>
  );
}
