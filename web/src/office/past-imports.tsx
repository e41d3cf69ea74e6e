/** 匯入紀錄 */
import { useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { Act } from '../parts/submit';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { rosterWords } from './roster-words';

export function PastImports() {
  const t = useWords(rosterWords);
  const c = useWords(common);
  const dates = useDates();
  const [cursor, setCursor] = useState<string>();
  const past = useRead(['imports', cursor], (options) =>
    answer(api.GET('/api/v1/roster/imports', { params: { query: cursor ? { cursor } : {} }, ...options })),
  );
  return (
    <Loaded read={past}>
      {({ items, nextCursor }) => (
        <>
          <Table
            caption={t.past}
            rows={items}
            rowKey={({ importId }) => importId}
            empty={t.noPast}
            columns={[
              { key: 'at', head: t.at, heads: true, cell: ({ at }) => dates.time(at) },
              {
                key: 'file',
                head: t.file,
                cell: ({ importId, file }) => <span id={`i-${importId}`}>{file}</span>,
              },
              { key: 'by', head: t.by, cell: ({ by }) => by },
              { key: 'status', head: t.status, cell: ({ status }) => t.statuses[status] },
              {
                key: 'act',
                head: t.act,
                bare: true,
                cell: ({ importId }) => (
                  <Link to={`?import=${importId}`} className="button small-button" aria-describedby={`i-${importId}`}>
                    {t.view}
                  </Link>
                ),
              },
            ]}
          />
          {nextCursor !== null && (
            <p>
              <Act onAct={() => setCursor(nextCursor)}>{c.more}</Act>
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}
