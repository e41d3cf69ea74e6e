/** Cases that only the administrator can move on. */
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import { SendProblem } from '../parts/send-problem';
import { Act } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { words } from './words';

const EVERY_MS = 30_000;

export function WaitingCases() {
  const t = useWords(words);
  const dates = useDates();
  const waiting = useRead(['waiting-cases'], (options) => answer(api.GET('/api/v1/admin/cases', options)), {
    every: EVERY_MS,
  });
  const retrying = useSend(
    (id: string, header) =>
      answer(api.POST('/api/v1/admin/applicants/{id}/account-retry', { params: { path: { id }, header } })),
    { done: () => announce(t.accountRetried), refreshes: ['waiting-cases'] },
  );
  return (
    <Loaded read={waiting}>
      {({ items }) => (
        <>
          <SendProblem sending={retrying} />
          <Table
            caption={t.cases}
            rows={items}
            rowKey={({ bindingId, applicantId = '', kind }) => bindingId + applicantId + kind}
            empty={t.noCases}
            columns={[
              {
                key: 'number',
                head: t.caseNumber,
                heads: true,
                cell: ({ caseNumber, bindingId, applicantId = '' }) => (
                  <span id={`w-${bindingId}${applicantId}`} className="number">
                    {caseNumber}
                  </span>
                ),
              },
              { key: 'kind', head: t.kind, cell: ({ kind }) => t.kinds[kind] },
              { key: 'since', head: t.since, cell: ({ since }) => dates.time(since) },
              {
                key: 'act',
                head: t.act,
                bare: true,
                cell: ({ kind, bindingId, applicantId }) =>
                  kind === 'account-failed' && applicantId !== undefined ? (
                    <Act
                      pending={retrying.pending}
                      describedBy={`w-${bindingId}${applicantId}`}
                      onAct={() => retrying.send(applicantId)}
                    >
                      {t.retryAccount}
                    </Act>
                  ) : null,
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
