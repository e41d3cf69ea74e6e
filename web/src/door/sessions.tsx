/** 我的登入: the browsers that are signed in with this account. */
import { Link } from 'react-router';
import type { OwnSession } from '../api/awaited';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions, BackButton } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { deskOf, useSignedIn } from '../shell/session';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { accountWords } from './account-words';

export default function Sessions() {
  const t = useWords(accountWords);
  const c = useWords(common);
  const { role } = useSignedIn();
  const sessions = useRead(['sessions'], (options) => answer(api.GET('/api/v1/me/sessions', options)));
  const ending = useSend((id: string) => answer(api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } })), {
    done: () => announce(t.ended),
    refreshes: ['sessions'],
  });
  const endingOthers = useSend((_body: null) => answer(api.DELETE('/api/v1/me/sessions')), {
    done: () => announce(t.othersEnded),
    refreshes: ['sessions'],
  });
  return (
    <Page title={t.sessions} lead={<p>{t.sessionsLead}</p>} wide>
      <SendProblem sending={ending} />
      <SendProblem sending={endingOthers} />
      <Loaded read={sessions}>
        {({ items }) => (
          <>
            <SessionTable items={items} pending={ending.pending} end={ending.send} />
            <Actions>
              {items.some(({ here }) => !here) && (
                <Act kind="danger" pending={endingOthers.pending} onAct={() => endingOthers.send(null)}>
                  {t.endOthers}
                </Act>
              )}
              <BackButton to={deskOf(role.code)} />
            </Actions>
          </>
        )}
      </Loaded>
      <p>
        <Link to="/password">{c.password}</Link>
      </p>
    </Page>
  );
}

function SessionTable({
  items,
  pending,
  end,
}: {
  readonly items: readonly OwnSession[];
  readonly pending: boolean;
  readonly end: (id: string) => void;
}) {
  const t = useWords(accountWords);
  const dates = useDates();
  return (
    <Table
      caption={t.sessions}
      hideCaption
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'browser',
          head: t.browser,
          heads: true,
          cell: ({ id, browser, here }) => (
            <span id={`session-${id}`}>
              {browser} {here && <strong>({t.here})</strong>}
            </span>
          ),
        },
        { key: 'since', head: t.since, cell: ({ since }) => dates.time(since) },
        { key: 'last', head: t.lastSeen, cell: ({ lastSeen }) => dates.time(lastSeen) },
        {
          key: 'act',
          head: t.act,
          bare: true,
          cell: ({ id, here }) =>
            here ? null : (
              <Act pending={pending} describedBy={`session-${id}`} onAct={() => end(id)}>
                {t.end}
              </Act>
            ),
        },
      ]}
    />
  );
}
