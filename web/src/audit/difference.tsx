/** 差異: what changed in a case between two moments. */
import { useId } from 'react';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { changesBetween } from './flatten';
import type { AuditEvent } from './search';
import { useStateAsOf, type AuditState } from './state-as-of';
import { words } from './words';

interface Props {
  readonly id: string;
  readonly events: readonly AuditEvent[];
  readonly revision: number;
  readonly compared: number | undefined;
  /** The revision as text, or nothing. */
  readonly onCompare: (revision: string) => void;
}

export function Difference({ id, events, revision, compared, onCompare }: Props) {
  const t = useWords(words);
  const dates = useDates();
  const select = useId();
  return (
    <section className="card" aria-labelledby="difference">
      <h2 id="difference">{t.difference}</h2>
      <div className="field">
        <label htmlFor={select}>{t.compareWith}</label>
        <select id={select} value={compared ?? ''} onChange={(event) => onCompare(event.currentTarget.value)}>
          <option value="">{t.noCompare}</option>
          {events.map((one, at) => (
            <option key={one.id} value={one.revision}>
              {at + 1} · {dates.time(one.at)} · {one.type}
            </option>
          ))}
        </select>
      </div>
      {compared !== undefined && <Between id={id} first={compared} second={revision} />}
    </section>
  );
}

interface BetweenProps {
  readonly id: string;
  readonly first: number;
  readonly second: number;
}

function Between({ id, first, second }: BetweenProps) {
  const before = useStateAsOf(id, Math.min(first, second));
  const after = useStateAsOf(id, Math.max(first, second));
  return (
    <Loaded read={before}>
      {(old) => <Loaded read={after}>{(now) => <Changes before={old} after={now} />}</Loaded>}
    </Loaded>
  );
}

function Changes({ before, after }: { readonly before: AuditState; readonly after: AuditState }) {
  const t = useWords(words);
  const dates = useDates();
  const shown = (value: string | undefined): string =>
    value === undefined ? '—' : /^\d{4}-\d\d-\d\dT/.test(value) ? dates.time(value) : value;
  const changes = changesBetween(before.state, after.state);
  const named = (path: string): string =>
    path
      .split('/')
      .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : (t.paths[part] ?? part)))
      .join(' · ');
  return (
    <Table
      caption={t.difference}
      hideCaption
      rows={changes}
      rowKey={({ path }) => path}
      empty={t.same}
      columns={[
        { key: 'item', head: t.item, heads: true, cell: ({ path }) => named(path) },
        { key: 'before', head: t.before, cell: (one) => shown(one.before) },
        { key: 'after', head: t.after, cell: (one) => shown(one.after) },
      ]}
    />
  );
}
