/** The fields: native controls with label, help and error. `name` is the JSON pointer of the value in the body. */
import { useState, type HTMLAttributes, type InputHTMLAttributes, type ReactNode } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { useField, type FieldState } from './form-context';

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  /** Hints at the length of the answer. */
  readonly width?: 'number' | 'name' | 'full';
}

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'autoComplete' | 'inputMode' | 'autoCapitalize' | 'spellCheck' | 'maxLength' | 'defaultValue' | 'readOnly' | 'lang'
>;

export function TextField({ name, label, help, width = 'name', defaultValue, ...native }: FieldProps & Native) {
  const field = useField(name, help !== undefined);
  return (
    <Field field={field} label={label} help={help}>
      <input
        type="text"
        id={field.id}
        name={name}
        className={`width-${width}`}
        defaultValue={field.begin ?? defaultValue}
        aria-describedby={field.describedBy}
        aria-invalid={field.error !== undefined || undefined}
        {...native}
      />
    </Field>
  );
}

interface PasswordProps extends FieldProps {
  readonly autoComplete: 'current-password' | 'new-password';
  readonly onInput?: (typed: string) => void;
}

export function PasswordField({ name, label, help, autoComplete, onInput }: PasswordProps) {
  const t = useWords(common);
  const field = useField(name, help !== undefined);
  const [shown, setShown] = useState(false);
  return (
    <Field field={field} label={label} help={help}>
      <div className="with-button">
        <input
          type={shown ? 'text' : 'password'}
          id={field.id}
          name={name}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={128}
          aria-describedby={field.describedBy}
          aria-invalid={field.error !== undefined || undefined}
          onInput={(event) => onInput?.(event.currentTarget.value)}
        />
        <button
          type="button"
          className="button small-button"
          aria-pressed={shown}
          aria-controls={field.id}
          onClick={() => setShown(!shown)}
        >
          {shown ? t.hide : t.show}
        </button>
      </div>
    </Field>
  );
}

export function TextArea({
  name,
  label,
  help,
  rows = 4,
  maxLength,
}: FieldProps & { readonly rows?: number; readonly maxLength?: number }) {
  const field = useField(name, help !== undefined);
  return (
    <Field field={field} label={label} help={help}>
      <textarea
        id={field.id}
        name={name}
        rows={rows}
        {...(maxLength !== undefined && { maxLength })}
        defaultValue={field.begin}
        aria-describedby={field.describedBy}
        aria-invalid={field.error !== undefined || undefined}
      />
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Goes on with the label, in a lighter weight. */
  readonly text?: string;
}

interface SelectProps extends FieldProps {
  readonly choices: readonly Choice[];
  readonly defaultValue?: string;
  /** The first line, chosen by nobody yet; absent: the first choice is chosen. */
  readonly empty?: string;
  readonly onChange?: (value: string) => void;
}

export function Select({ name, label, help, choices, empty, width = 'name', defaultValue, onChange }: SelectProps) {
  const field = useField(name, help !== undefined);
  return (
    <Field field={field} label={label} help={help}>
      <select
        id={field.id}
        name={name}
        className={`width-${width}`}
        defaultValue={field.begin ?? defaultValue ?? ''}
        aria-describedby={field.describedBy}
        aria-invalid={field.error !== undefined || undefined}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {choices.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface RadiosProps extends Omit<FieldProps, 'label'> {
  /** The question. */
  readonly legend: string;
  /** The question is the page's h1 already. */
  readonly hideLegend?: boolean;
  readonly choices: readonly Choice[];
  readonly defaultValue?: string;
}

export function Radios({ name, legend, hideLegend = false, help, choices, defaultValue }: RadiosProps) {
  const field = useField(name, help !== undefined);
  const begin = field.begin ?? defaultValue;
  return (
    <fieldset className={`field ${field.error === undefined ? '' : 'wrong'}`} aria-describedby={field.describedBy}>
      <legend className={hideLegend ? 'visually-hidden' : ''}>{legend}</legend>
      {help !== undefined && (
        <div className="help" id={field.helpId}>
          {help}
        </div>
      )}
      <FieldErrorText field={field} />
      <div className="choices">
        {choices.map(({ value, label, text }, at) => (
          <label key={value} className="choice">
            <input
              type="radio"
              id={at === 0 ? field.id : undefined}
              name={name}
              value={value}
              defaultChecked={begin === value}
            />
            <span>
              {label}
              {text && <span className="choice-text">{text}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface CheckboxProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly defaultChecked?: boolean;
  readonly help?: ReactNode;
  readonly describedBy?: string;
}

export function Checkbox({ name, label, value = 'yes', defaultChecked, help, describedBy }: CheckboxProps) {
  const field = useField(name, help !== undefined);
  return (
    <div className={`field ${field.error === undefined ? '' : 'wrong'}`}>
      {help !== undefined && (
        <div className="help" id={field.helpId}>
          {help}
        </div>
      )}
      <FieldErrorText field={field} />
      <label className="choice">
        <input
          type="checkbox"
          id={field.id}
          name={name}
          value={value}
          defaultChecked={defaultChecked ?? field.begin === value}
          aria-describedby={[field.describedBy, describedBy].filter(Boolean).join(' ') || undefined}
          aria-invalid={field.error !== undefined || undefined}
        />
        <span>{label}</span>
      </label>
    </div>
  );
}

/** Label, help, error around any control that stands alone. */
export function Field({
  field,
  label,
  help,
  children,
  ...rest
}: {
  readonly field: FieldState;
  readonly label: string;
  readonly help?: ReactNode;
  readonly children: ReactNode;
} & HTMLAttributes<HTMLDivElement>) {
  return (
    <div className={`field ${field.error === undefined ? '' : 'wrong'}`} {...rest}>
      <label htmlFor={field.id}>{label}</label>
      {help !== undefined && (
        <div className="help" id={field.helpId}>
          {help}
        </div>
      )}
      <FieldErrorText field={field} />
      {children}
    </div>
  );
}

export function FieldErrorText({ field }: { readonly field: FieldState }) {
  if (field.error === undefined) return null;
  return (
    <p className="field-error" id={field.errorId}>
      <ErrorMark />
      {field.error}
    </p>
  );
}

export function ErrorMark() {
  return (
    <svg className="mark" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="8" fill="currentColor" />
      <path d="M7 3.500h2v6H7zM7 11h2v2H7z" className="mark-hole" />
    </svg>
  );
}
