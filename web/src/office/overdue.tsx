/** 逾期審核: reviews past their day or held by the office, and 代為審核 of those that a class teacher holds. */
import { useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import { usePolling } from '../api/live';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import type { components } from '../api/schema';
import { Chip } from '../parts/chip';
import { Dialog } from '../parts/dialog';
import { TextArea } from '../parts/fields';
import { Form } from '../parts/form';
import { Act, Actions, Submit } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { useSignedIn } from '../shell/session';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { OfficePage } from './office-page';
import { words } from './words';

type Item = components['schemas']['InboxPage']['items'][number];

export default function Overdue() {
  const t = useWords(words);
  const dates = useDates();
  const { role } = useSignedIn();
  const [asked, setAsked] = useState<Item>();
  const reviews = useRead(
    ['reviews', 'overdue'],
    (options) => answer(api.GET('/api/v1/reviews', { params: { query: { status: 'pending-review' } }, ...options })),
    { every: usePolling() },
  );
  return (
    <OfficePage title={t.overdue} lead={<p>{t.overdueText}</p>}>
      <Loaded read={reviews}>
        {({ items }) => (
          <Table
            caption={t.overdue}
            hideCaption
            rows={items}
            rowKey={({ applicantId }) => applicantId}
            empty={t.noOverdue}
            columns={[
              {
                key: 'number',
                head: t.caseNumber,
                heads: true,
                cell: (item) => (
                  <Link
                    to={`/reviews/${item.bindingId}/${item.applicantId}`}
                    id={`o-${item.applicantId}`}
                    className="number"
                  >
                    {item.caseNumber}
                  </Link>
                ),
              },
              { key: 'class', head: t.class, cell: ({ student }) => student.classId },
              {
                key: 'applicant',
                head: t.applicant,
                cell: ({ applicant }) => (
                  <span lang="zh-Hant-TW" className="no-autospace">
                    {applicant.name}
                  </span>
                ),
              },
              { key: 'holder', head: t.holder, cell: ({ holder }) => holder.label },
              {
                key: 'due',
                head: t.due,
                cell: ({ dueAt }) => (
                  <>
                    {dueAt ? dates.time(dueAt) : t.noDue}{' '}
                    {dueAt !== null && new Date(dueAt) < new Date() && <Chip tone="stopped">{t.isOverdue}</Chip>}
                  </>
                ),
              },
              {
                key: 'act',
                head: t.act,
                bare: true,
                cell: (item) =>
                  role.code === 'registrar' && item.holder.kind === 'class-teacher' ? (
                    <Act describedBy={`o-${item.applicantId}`} onAct={() => setAsked(item)}>
                      {t.takeOver}
                    </Act>
                  ) : null,
              },
            ]}
          />
        )}
      </Loaded>
      {asked && <TakeOver item={asked} onClose={() => setAsked(undefined)} />}
    </OfficePage>
  );
}

function TakeOver({ item, onClose }: { readonly item: Item; readonly onClose: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  const { bindingId } = item;
  const request = useRead(['case', bindingId], (options) =>
    answer(api.GET('/api/v1/bindings/{id}', { params: { path: { id: bindingId } }, ...options })),
  );
  return (
    <Dialog title={t.takeOver} onClose={onClose}>
      <p>{t.takeOverText}</p>
      <Loaded read={request}>
        {({ revision }) => <ReasonForm bindingId={bindingId} revision={revision} onClose={onClose} />}
      </Loaded>
      <Act onAct={onClose}>{c.cancel}</Act>
    </Dialog>
  );
}

interface ReasonProps {
  readonly bindingId: string;
  readonly revision: number;
  readonly onClose: () => void;
}

function ReasonForm({ bindingId, revision, onClose }: ReasonProps) {
  const t = useWords(words);
  const c = useWords(common);
  const sending = useSend(
    (body: { reason: string }, header) =>
      answer(api.POST('/api/v1/reviews/{bindingId}/take-over', { params: { path: { bindingId }, header }, body })),
    {
      revision,
      done: () => {
        announce(t.takeOverDone);
        onClose();
      },
      refreshes: ['reviews', 'case'],
    },
  );
  return (
    <Form
      sending={sending}
      check={(values) =>
        values.text('/reason') === ''
          ? [{ pointer: '/reason', code: 'missing-value', detail: c.required(t.reason) }]
          : []
      }
      onSubmit={(values) => sending.send({ reason: values.text('/reason') })}
    >
      <TextArea name="/reason" label={t.reason} rows={3} maxLength={500} />
      <Actions>
        <Submit>{c.confirm}</Submit>
      </Actions>
    </Form>
  );
}
