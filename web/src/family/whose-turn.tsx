/** The first thing read: whose turn it is, by when, and what comes next. */
import type { BindingCase } from '../api/shapes';
import type { Tone } from '../parts/chip';
import { Notice } from '../parts/notice';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { words } from './words';

export function WhoseTurn({ request }: { readonly request: BindingCase }) {
  const t = useWords(words);
  const dates = useDates();
  const { holder, dueAt, nextSteps, outcome } = request;
  const mine = holder.kind === 'parent';
  const title = outcome ? t.closedAs(outcome.label) : mine ? t.yourTurn : t.heldBy(holder.label);
  return (
    <Notice tone={toneOf(request)} title={title}>
      {nextSteps.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {mine && dueAt && (
        <p>
          <strong>{t.dueBefore(dates.weekday(dueAt))}</strong>
        </p>
      )}
    </Notice>
  );
}

function toneOf({ outcome, holder }: BindingCase): Tone {
  if (outcome) return outcome.code === 'completed' ? 'done' : outcome.code === 'refused' ? 'not-yet' : 'stopped';
  return holder.kind === 'parent' ? 'turn' : 'others';
}
