/** Where no answer came: says so calmly, counts down, and offers to send now. */
import type { Sending } from '../api/send';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { useSecondsUntil } from './seconds';

export function SendState({
  sending,
}: {
  readonly sending: Pick<Sending<never>, 'waiting' | 'now' | 'problem' | 'again'>;
}) {
  const t = useWords(common);
  const seconds = useSecondsUntil(sending.waiting?.until);
  if (sending.waiting) {
    const { problem } = sending.waiting;
    return (
      <div className="notice others" role="status">
        <h2>{problem.status === 0 ? t.noAnswerTitle : problem.title || t.busyTitle}</h2>
        <p>{problem.status === 0 ? t.noAnswer : problem.detail}</p>
        <p aria-live="off">{seconds > 0 ? t.repeatsIn(seconds) : t.repeatsSoon}</p>
        <button type="button" className="button" onClick={sending.now}>
          {t.sendNow}
        </button>
      </div>
    );
  }
  if (!sending.problem?.repeatable) return null;
  return (
    <p>
      <button type="button" className="button" onClick={sending.again}>
        {t.sendAgain}
      </button>
    </p>
  );
}
