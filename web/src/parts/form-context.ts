import { createContext, useContext } from 'react';
import type { FieldError } from '../api/problem';

export interface FormState {
  readonly errors: readonly FieldError[];
  readonly begin: Readonly<Record<string, string>>;
  readonly pending: boolean;
}

export const FormContext = createContext<FormState>({ errors: [], begin: {}, pending: false });

export interface FieldState {
  readonly id: string;
  readonly helpId: string;
  readonly errorId: string;
  readonly error: string | undefined;
  readonly begin: string | undefined;
  /** For aria-describedby: the help and, where there is one, the error. */
  readonly describedBy: string | undefined;
}

export function useField(name: string, hasHelp: boolean): FieldState {
  const { errors, begin } = useContext(FormContext);
  const error = errors.find(({ pointer }) => pointer === name)?.detail;
  const id = fieldId(name);
  const describedBy = [hasHelp && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    helpId: `${id}-help`,
    errorId: `${id}-error`,
    error,
    begin: begin[name],
    describedBy: describedBy || undefined,
  };
}

export function useFormPending(): boolean {
  return useContext(FormContext).pending;
}

/** `/applicants/0/idNumber` → `f-applicants-0-idNumber` */
export function fieldId(name: string): string {
  return `f${name.replaceAll('/', '-')}`;
}
