/** 案件歷程: a slider through the events of a case, the state as it stood, and the difference of two moments. */
import { useId } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { Facts } from '../parts/facts';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { Difference } from './difference';
import { TypeOf, type AuditEvent } from './search';
import { StateAsOf } from './state-as-of';
import { words } from './words';
import './audit.css';

/** More events than this a case does not have in practice; the rest is read through the search. */
const MOST_PAGES = 20;

export default function Timeline() {
  const t = useWords(words);
  const { id = '' } = useParams();
  const events = useRead(['audited-case', id], () => allEvents(id), { keep: false });
  return (
    <Page title={t.case} wide above={<Link to="/audit">{t.back}</Link>}>
      <Loaded read={events}>{(all) => <Moments id={id} events={all} />}</Loaded>
    </Page>
  );
}

async function allEvents(id: string): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: { cursor?: string } = cursor === null ? {} : { cursor };
    // Each page begins where the one before ends.
    // oxlint-disable-next-line no-await-in-loop
    const part = await answer(api.GET('/api/v1/audit/bindings/{id}/events', { params: { path: { id }, query } }));
    for (const item of part.items) if ('actor' in item) events.push(item);
    cursor = part.nextCursor;
    if (cursor === null) break;
  }
  return events;
}

interface MomentsProps {
  readonly id: string;
  readonly events: readonly AuditEvent[];
}

function Moments({ id, events }: MomentsProps) {
  const t = useWords(words);
  const dates = useDates();
  const slider = useId();
  const [search, setSearch] = useSearchParams();
  const last = events.length - 1;
  const named = search.get('revision');
  const found = named === null ? last : events.findIndex(({ revision }) => revision === Number(named));
  const at = found < 0 ? last : found;
  const event = events[at];
  const compared = search.get('compare');
  const go = (name: 'revision' | 'compare', value: string): void =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const step = (to: number): void => {
    const next = events[Math.min(Math.max(to, 0), last)];
    if (next) go('revision', String(next.revision));
  };
  if (!event) return <p>{t.noEvents}</p>;
  return (
    <>
      <section className="card" aria-labelledby="timeline">
        <h2 id="timeline">{t.timeline}</h2>
        <label htmlFor={slider}>{t.moment}</label>
        <input
          id={slider}
          type="range"
          className="slider"
          min={0}
          max={last}
          value={at}
          aria-valuetext={`${t.stepOf(at + 1, events.length)}, ${dates.time(event.at)}, ${event.type}`}
          onChange={(change) => step(Number(change.currentTarget.value))}
        />
        <p aria-live="polite">
          {t.stepOf(at + 1, events.length)} · {dates.time(event.at)} · <span className="number">{event.type}</span>
        </p>
        <div className="actions">
          <button type="button" className="button" onClick={() => step(at - 1)}>
            {t.previous}
          </button>
          <button type="button" className="button" onClick={() => step(at + 1)}>
            {t.next}
          </button>
        </div>
      </section>
      <StateAsOf id={id} revision={event.revision} />
      <EventOf event={event} />
      <Difference
        id={id}
        events={events}
        revision={event.revision}
        compared={compared === null ? undefined : Number(compared)}
        onCompare={(value) => go('compare', value)}
      />
      <Table
        caption={t.events}
        rows={events}
        rowKey={(one) => one.id}
        rowClass={(one) => (one === event ? 'current-row' : '')}
        columns={[
          { key: 'at', head: t.at, cell: (one) => dates.time(one.at) },
          {
            key: 'type',
            head: t.type,
            heads: true,
            cell: (one) => (
              <Link to={`?revision=${one.revision}`} replace aria-current={one === event ? 'true' : undefined}>
                <TypeOf event={one} />
              </Link>
            ),
          },
          {
            key: 'actor',
            head: t.actor,
            cell: ({ actor }) => (
              <span className="number break">
                {actor.role} {actor.id}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

function EventOf({ event }: { readonly event: AuditEvent }) {
  const t = useWords(words);
  return (
    <section className="card" aria-labelledby="event">
      <h2 id="event">{t.event}</h2>
      <Facts
        facts={[
          { name: t.type, value: <TypeOf event={event} /> },
          { name: t.role, value: event.actor.role },
          { name: t.actor, value: <span className="number break">{event.actor.id}</span> },
          { name: t.channel, value: event.channel },
        ]}
      />
      <h3>{t.data}</h3>
      <pre className="event-data">{JSON.stringify(event.data, null, 2)}</pre>
    </section>
  );
}
