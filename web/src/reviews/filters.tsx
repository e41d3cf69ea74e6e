/** The filters of the inbox: they stand in the address, so that a list can be kept, sent and come back to. */
import { useId } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useWords } from '../words/words';
import { inboxWords } from './inbox-words';
import type { Filters } from './review-data';

export function InboxFilters({ filters }: { readonly filters: Filters }) {
  const t = useWords(inboxWords);
  const [, setSearch] = useSearchParams();
  const all = useRead(['reviews', 'classes'], (options) =>
    answer(api.GET('/api/v1/reviews', { params: { query: { status: 'all' } }, ...options })),
  );
  const classes = new Set([
    ...(all.data?.items ?? []).map(({ student }) => student.classId),
    ...(filters.class ? [filters.class] : []),
  ]);
  // Older browsers have no toSorted; the copy is ours.
  // oxlint-disable-next-line unicorn/no-array-sort
  const sorted = [...classes].sort();
  const choose = (name: keyof Filters, value: string): void =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      const plain = value === '' || (name === 'status' && value === 'pending-review');
      if (plain) after.delete(name);
      else after.set(name, value);
      return after;
    });
  return (
    <div className="filters" role="group" aria-label={t.filters}>
      <Filter
        label={t.status}
        value={filters.status}
        choices={Object.entries(t.statuses)}
        onChoose={(value) => choose('status', value)}
      />
      <Filter
        label={t.class}
        value={filters.class}
        choices={[['', t.everyClass], ...sorted.map((one) => [one, one] as const)]}
        onChoose={(value) => choose('class', value)}
      />
      <Filter
        label={t.holder}
        value={filters.holder}
        choices={[['', t.everyHolder], ...Object.entries(t.holders)]}
        onChoose={(value) => choose('holder', value)}
      />
    </div>
  );
}

interface FilterProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}

function Filter({ label, value, choices, onChoose }: FilterProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
