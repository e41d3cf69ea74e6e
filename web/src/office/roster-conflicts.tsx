/** 資料衝突: corrections made here that a file would have undone. */
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import { SendProblem } from '../parts/send-problem';
import { Act } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { useWords } from '../words/words';
import { rosterWords } from './roster-words';

export function RosterConflicts() {
  const t = useWords(rosterWords);
  const conflicts = useRead(['conflicts'], (options) => answer(api.GET('/api/v1/roster/conflicts', options)));
  const resolving = useSend(
    ({ id, keep }: { id: string; keep: 'here' | 'file' }, header) =>
      answer(
        api.POST('/api/v1/roster/conflicts/{id}/resolution', { params: { path: { id }, header }, body: { keep } }),
      ),
    { done: () => announce(t.resolved), refreshes: ['conflicts', 'students'] },
  );
  return (
    <Loaded read={conflicts}>
      {({ items }) => (
        <section className="stack" aria-label={t.conflicts}>
          <SendProblem sending={resolving} />
          {items.length > 0 && <p>{t.conflictsText}</p>}
          <Table
            caption={t.conflicts}
            rows={items}
            rowKey={({ id }) => id}
            empty={t.noConflicts}
            columns={[
              {
                key: 'number',
                head: t.studentNumber,
                heads: true,
                cell: ({ id, studentNumber }) => <span id={`c-${id}`}>{studentNumber ?? '—'}</span>,
              },
              { key: 'field', head: t.field, cell: ({ field }) => t.fields[field] },
              { key: 'here', head: t.here, cell: ({ here }) => here ?? '—' },
              { key: 'file', head: t.inFile, cell: ({ file }) => file ?? '—' },
              {
                key: 'act',
                head: t.act,
                bare: true,
                cell: ({ id }) => (
                  <div className="two-buttons">
                    <Act
                      pending={resolving.pending}
                      describedBy={`c-${id}`}
                      onAct={() => resolving.send({ id, keep: 'here' })}
                    >
                      {t.keepHere}
                    </Act>
                    <Act
                      pending={resolving.pending}
                      describedBy={`c-${id}`}
                      onAct={() => resolving.send({ id, keep: 'file' })}
                    >
                      {t.keepFile}
                    </Act>
                  </div>
                ),
              },
            ]}
          />
        </section>
      )}
    </Loaded>
  );
}
