/** The refusal of a button that has no form around it. Takes the focus, as an error summary does. */
import { useEffect, useRef } from 'react';
import type { Sending } from '../api/send';
import { ProblemText } from './error-summary';
import { SendState } from './send-state';

export function SendProblem({
  sending,
}: {
  readonly sending: Pick<Sending<never>, 'problem' | 'round' | 'waiting' | 'now' | 'again'>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const { problem, round } = sending;
  useEffect(() => {
    if (problem) box.current?.focus();
  }, [problem, round]);
  return (
    <>
      {problem && (
        <div ref={box} tabIndex={-1} className="summary">
          <div role="alert">
            <ProblemText problem={problem} />
            {problem.errors.map(({ pointer, detail }) => (
              <p key={pointer}>{detail}</p>
            ))}
          </div>
        </div>
      )}
      <SendState sending={sending} />
    </>
  );
}
