/** The case as its page showed it after one of its events. */
import { answer, api } from '../api/client';
import { useRead, type Read } from '../api/queries';
import type { components } from '../api/schema';
import { Facts } from '../parts/facts';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { words } from './words';

export type AuditState = components['schemas']['AuditState'];

export function useStateAsOf(id: string, revision: number | undefined): Read<AuditState> {
  return useRead(
    ['state-as-of', id, revision],
    (options) =>
      answer(
        api.GET('/api/v1/audit/bindings/{id}/state', {
          params: { path: { id }, query: { revision: revision ?? 0 } },
          ...options,
        }),
      ),
    { enabled: revision !== undefined, keep: false },
  );
}

export function StateAsOf({ id, revision }: { readonly id: string; readonly revision: number }) {
  const t = useWords(words);
  const read = useStateAsOf(id, revision);
  return (
    <section className="card" aria-labelledby="state">
      <h2 id="state">{t.state}</h2>
      <Loaded read={read}>{({ state }) => <Shown state={state} />}</Loaded>
    </section>
  );
}

function Shown({ state }: { readonly state: AuditState['state'] }) {
  const t = useWords(words);
  const dates = useDates();
  const { student, cards } = state;
  return (
    <>
      <Facts
        facts={[
          { name: t.number, value: <span className="number">{state.caseNumber}</span> },
          {
            name: t.student,
            value: (
              <span className="no-autospace">
                {student.classId} <span lang="zh-Hant-TW">{student.name}</span> {student.number}
              </span>
            ),
          },
          { name: t.stage, value: state.stage.label },
          { name: t.outcome, value: state.outcome?.label ?? t.open },
          { name: t.holder, value: state.holder.label },
          { name: t.due, value: state.dueAt === null ? t.none : dates.time(state.dueAt) },
          { name: t.cards.studentInfo, value: cards.studentInfo.label },
          { name: t.cards.account, value: cards.account.label },
          { name: t.cards.application, value: cards.application.label },
        ]}
      />
      {state.applicants.length > 0 && (
        <Table
          caption={t.applicants}
          rows={state.applicants}
          rowKey={(one) => one.id}
          columns={[
            {
              key: 'name',
              head: t.applicants,
              heads: true,
              cell: (one) => (
                <span lang="zh-Hant-TW" className="no-autospace">
                  {one.name} ({one.relation.label})
                </span>
              ),
            },
            { key: 'review', head: t.review, cell: ({ review }) => review.label },
            { key: 'account', head: t.account, cell: ({ account }) => account.label },
          ]}
        />
      )}
    </>
  );
}
