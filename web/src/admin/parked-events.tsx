/** Events that could not be applied to a read model, with 重試. */
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

const EVERY_MS = 10_000;

export function ParkedEvents() {
  const t = useWords(words);
  const dates = useDates();
  const parked = useRead(['parked'], (options) => answer(api.GET('/api/v1/admin/parked', options)), {
    every: EVERY_MS,
  });
  const retrying = useSend(
    (id: string, header) => answer(api.POST('/api/v1/admin/parked/{id}/retry', { params: { path: { id }, header } })),
    { done: ({ status }) => announce(t.retried[status]), refreshes: ['parked', 'parts'] },
  );
  return (
    <Loaded read={parked}>
      {({ items }) => (
        <>
          <SendProblem sending={retrying} />
          <Table
            caption={t.parked}
            rows={items}
            rowKey={({ id }) => id}
            empty={t.noParked}
            columns={[
              {
                key: 'stream',
                head: t.stream,
                heads: true,
                cell: ({ id, stream, revision }) => (
                  <span id={`p-${id}`} className="number break">
                    {stream}@{revision}
                  </span>
                ),
              },
              { key: 'model', head: t.model, cell: ({ model }) => <span className="number">{model}</span> },
              { key: 'type', head: t.event, cell: ({ type }) => <span className="number">{type}</span> },
              { key: 'reason', head: t.reason, cell: ({ reason }) => reason },
              { key: 'since', head: t.since, cell: ({ since }) => dates.time(since) },
              {
                key: 'act',
                head: t.act,
                bare: true,
                cell: ({ id }) => (
                  <Act pending={retrying.pending} describedBy={`p-${id}`} onAct={() => retrying.send(id)}>
                    {t.retry}
                  </Act>
                ),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
