/** What is wrong, at the top of a form: takes the focus, links to each field. A refusal of the rules says what it means and the cure. */
import { useEffect, useRef, useState, type MouseEvent, type RefObject } from 'react';
import { answer, api } from '../api/client';
import type { FieldError, Problem } from '../api/problem';
import { useRead } from '../api/queries';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/words';
import { fieldId } from './form-context';

interface SummaryProps {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly errors: readonly FieldError[];
  readonly problem: Problem | undefined;
  readonly round: number;
}

export function ErrorSummary({ form, errors, problem, round }: SummaryProps) {
  const t = useWords(common);
  const box = useRef<HTMLDivElement>(null);
  const shown = errors.length > 0 || problem !== undefined;
  useEffect(() => {
    if (shown && round > 0) box.current?.focus();
  }, [shown, round]);
  if (!shown) return null;
  return (
    <div ref={box} tabIndex={-1} className="summary" data-error-summary>
      <div role="alert">
        {errors.length > 0 ? (
          <>
            <h2>{t.errorCount(errors.length)}</h2>
            <ul>
              {errors.map((error) => (
                <li key={error.pointer + error.code}>
                  <ErrorLink form={form} error={error} several={severalApplicants(errors)} />
                </li>
              ))}
            </ul>
          </>
        ) : (
          problem && <ProblemText problem={problem} />
        )}
      </div>
    </div>
  );
}

function ErrorLink({
  form,
  error,
  several,
}: {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly error: FieldError;
  readonly several: boolean;
}) {
  const t = useWords(common);
  const [there, setThere] = useState(false);
  useEffect(() => {
    setThere(fieldOf(form.current, error.pointer) !== undefined);
  }, [form, error.pointer]);
  const whose = several ? /^\/applicants\/(\d)/.exec(error.pointer)?.[1] : undefined;
  const text = (whose === undefined ? '' : t.applicantNumber(Number(whose) + 1)) + error.detail;
  if (!there) return <>{text}</>;
  const go = (event: MouseEvent): void => {
    event.preventDefault();
    const field = fieldOf(form.current, error.pointer);
    if (!field) return;
    (field.closest('.field') ?? field).scrollIntoView({ block: 'start' });
    field.focus({ preventScroll: true });
  };
  return (
    <a href={`#${fieldId(error.pointer)}`} onClick={go}>
      {text}
    </a>
  );
}

/** Title, meaning and cure of a refusal, wherever one is shown. */
export function ProblemText({ problem }: { readonly problem: Problem }) {
  const t = useWords(common);
  const language = useLanguage();
  const explains = problem.status > 0 && !problem.repeatable && problem.status !== 412;
  const page = useRead(
    ['problem', problem.code],
    ({ signal }) => answer(api.GET('/api/v1/problems/{code}', { params: { path: { code: problem.code } }, signal })),
    { enabled: explains },
  );
  const { title, detail } = plain(problem, t);
  const cure = page.data?.cure[language];
  return (
    <>
      <h2>{title}</h2>
      {detail && <p>{detail}</p>}
      {page.data && page.data.meaning[language] !== detail && <p>{page.data.meaning[language]}</p>}
      {cure && cure !== detail && (
        <p>
          <strong>{t.whatToDo}</strong>
          {language === 'en' ? ': ' : '：'}
          {cure}
        </p>
      )}
      {problem.instance && (problem.status >= 500 || problem.status < 0) && (
        <p className="small">{t.requestId(problem.instance)}</p>
      )}
    </>
  );
}

function plain(
  problem: Problem,
  t: ReturnType<typeof useWords<(typeof common)['zh-TW']>>,
): { title: string; detail: string } {
  if (problem.status === 0) return { title: t.noAnswerTitle, detail: t.kept };
  if (problem.status === -1) return { title: t.wrong, detail: problem.title };
  if (problem.status === 412) return { title: t.changedTitle, detail: t.changedText };
  return { title: problem.title || t.wrong, detail: problem.detail };
}

function fieldOf(form: HTMLFormElement | null, pointer: string): HTMLElement | undefined {
  const found = form?.querySelector(`[name="${CSS.escape(pointer)}"]`);
  return found instanceof HTMLElement ? found : undefined;
}

function severalApplicants(errors: readonly FieldError[]): boolean {
  return errors.some(({ pointer }) => pointer.startsWith('/applicants/1'));
}
