/** 稽核: cases by number and day, events by actor, type and day. What was searched for stands in the address. */
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import type { components } from '../api/schema';
import { TextField } from '../parts/fields';
import { Form } from '../parts/form';
import { Act, Actions, Submit } from '../parts/submit';
import { Table } from '../parts/table';
import type { Values } from '../parts/values';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { words } from './words';
import './audit.css';

export type AuditEvent = components['schemas']['AuditEvents']['items'][number];

const NAMES = ['number', 'actor', 'type', 'from', 'to'] as const;
type Asked = Readonly<Record<(typeof NAMES)[number], string>>;

/** The search is a read: nothing is on its way while somebody fills in the form. */
const RESTING = { pending: false, problem: undefined, round: 0, waiting: undefined, now: () => {}, again: () => {} };

export default function Search() {
  const t = useWords(words);
  const [search, setSearch] = useSearchParams();
  const asked: Asked = {
    number: search.get('number') ?? '',
    actor: search.get('actor') ?? '',
    type: search.get('type') ?? '',
    from: search.get('from') ?? '',
    to: search.get('to') ?? '',
  };
  const submit = (values: Values): void => {
    const typed = NAMES.map((name) => [name, values.code(`/${name}`)]).filter(([, value]) => value !== '');
    setSearch(new URLSearchParams([...typed.map(([name = '', value = '']) => [name, value]), ['asked', '1']]));
  };
  const byEvent = asked.actor !== '' || asked.type !== '';
  return (
    <Page title={t.audit} wide lead={<p>{t.lead}</p>}>
      <Form
        key={search.toString()}
        sending={RESTING}
        onSubmit={submit}
        begin={Object.fromEntries(NAMES.map((name) => [`/${name}`, asked[name]]))}
      >
        <div className="search-fields">
          <TextField name="/number" label={t.number} autoComplete="off" width="full" />
          <TextField name="/actor" label={t.actor} help={t.actorHelp} autoComplete="off" width="full" />
          <TextField name="/type" label={t.type} help={t.typeHelp} autoComplete="off" width="full" />
          <TextField name="/from" label={t.from} help={t.dayHelp} autoComplete="off" width="full" />
          <TextField name="/to" label={t.to} help={t.dayHelp} autoComplete="off" width="full" />
        </div>
        <Actions>
          <Submit>{t.search}</Submit>
        </Actions>
      </Form>
      {search.has('asked') && (
        <>
          {!byEvent && <Cases key={`c${search.toString()}`} asked={asked} />}
          {asked.number === '' && <Events key={`e${search.toString()}`} asked={asked} />}
        </>
      )}
    </Page>
  );
}

function given(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter((one): one is [string, string] => Boolean(one[1])));
}

function Cases({ asked }: { readonly asked: Asked }) {
  const t = useWords(words);
  const dates = useDates();
  const { number, from, to } = asked;
  const found = useRead(
    ['audited-cases', number, from, to],
    (options) =>
      answer(api.GET('/api/v1/audit/bindings', { params: { query: given({ number, from, to }) }, ...options })),
    { keep: false },
  );
  return (
    <Loaded read={found}>
      {({ items }) => (
        <Table
          caption={t.cases}
          rows={items}
          rowKey={({ bindingId }) => bindingId}
          empty={t.noCases}
          columns={[
            {
              key: 'number',
              head: t.number,
              heads: true,
              cell: ({ bindingId, caseNumber }) => (
                <Link to={`/audit/cases/${bindingId}`} className="number">
                  {caseNumber}
                </Link>
              ),
            },
            { key: 'school', head: t.school, cell: ({ schoolId }) => schoolId },
            { key: 'stage', head: t.stage, cell: ({ stage }) => stage.label },
            { key: 'outcome', head: t.outcome, cell: ({ outcome }) => outcome?.label ?? t.open },
            { key: 'at', head: t.openedAt, cell: ({ openedAt }) => dates.time(openedAt) },
          ]}
        />
      )}
    </Loaded>
  );
}

function Events({ asked }: { readonly asked: Asked }) {
  const t = useWords(words);
  const c = useWords(common);
  const dates = useDates();
  const [before, setBefore] = useState<readonly string[]>([]);
  const { actor, type, from, to } = asked;
  const after = before.at(-1);
  const found = useRead(
    ['audited-events', actor, type, from, to, after],
    (options) =>
      answer(
        api.GET('/api/v1/audit/events', { params: { query: given({ actor, type, from, to, after }) }, ...options }),
      ),
    { keep: false },
  );
  return (
    <Loaded read={found}>
      {({ items, nextCursor }) => (
        <>
          <Table
            caption={t.events}
            rows={items}
            rowKey={({ id }) => id}
            empty={t.noEvents}
            columns={[
              { key: 'at', head: t.at, cell: ({ at }) => dates.time(at) },
              { key: 'type', head: t.type, heads: true, cell: (event) => <TypeOf event={event} /> },
              {
                key: 'stream',
                head: t.stream,
                cell: ({ stream, revision }) => <StreamLink stream={stream} revision={revision} />,
              },
              {
                key: 'actor',
                head: t.actor,
                cell: ({ actor: { id, role } }) => (
                  <span className="number break">
                    {role} {id}
                  </span>
                ),
              },
            ]}
          />
          {nextCursor !== null && (
            <p>
              <Act onAct={() => setBefore([...before, nextCursor])}>{c.next}</Act>
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

/** The type, and what the audit trail remembers otherwise. */
export function TypeOf({ event }: { readonly event: AuditEvent }) {
  const t = useWords(words);
  const mismatch = 'mismatch' in event && typeof event.mismatch === 'string' ? event.mismatch : undefined;
  return (
    <>
      <span className="number event-type">{event.type}</span>
      {mismatch !== undefined && <strong className="mismatch">{t.mismatch[mismatch] ?? mismatch}</strong>}
    </>
  );
}

function StreamLink({ stream, revision }: { readonly stream: string; readonly revision: number }) {
  const text = (
    <span className="number break">
      {stream}@{revision}
    </span>
  );
  const id = /^bindingRequest-([0-9a-f-]{36})$/.exec(stream)?.[1];
  return id === undefined ? text : <Link to={`/audit/cases/${id}?revision=${revision}`}>{text}</Link>;
}
