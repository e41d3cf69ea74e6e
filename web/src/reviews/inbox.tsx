/** 待審核案件: the reviewers' list, filtered by the address; many can be approved at once. */
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { Chip } from '../parts/chip';
import { Act } from '../parts/submit';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useSignedIn } from '../shell/session';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { Batch } from './batch';
import { InboxFilters } from './filters';
import { inboxWords } from './inbox-words';
import { useKeys } from './keys';
import { filtersOf, reviewTone, useInbox, type InboxItem } from './review-data';
import './reviews.css';

export default function Inbox() {
  const t = useWords(inboxWords);
  const c = useWords(common);
  const [search] = useSearchParams();
  const { role } = useSignedIn();
  const filters = filtersOf(search);
  const [pages, setPages] = useState(1);
  const inbox = useInbox(filters, pages);
  return (
    <Page
      title={t.inbox}
      wide
      lead={<p>{t.lead}</p>}
      above={role.code !== 'class-teacher' && <Link to="/office">{t.office}</Link>}
    >
      <InboxFilters filters={filters} />
      <Loaded read={inbox}>
        {({ items, more }) => (
          <>
            <Rows items={items} />
            {more && (
              <p>
                <Act onAct={() => setPages(pages + 1)}>{c.more}</Act>
              </p>
            )}
          </>
        )}
      </Loaded>
      <p className="small">{t.keys}</p>
    </Page>
  );
}

function Rows({ items }: { readonly items: readonly InboxItem[] }) {
  const t = useWords(inboxWords);
  const dates = useDates();
  const { search } = useLocation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const open = items.filter(isOpen);
  const toggle = (id: string): void =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const id = currentRow()?.dataset['applicant'];
      if (open.some(({ applicantId }) => applicantId === id) && id !== undefined) toggle(id);
    },
  });
  return (
    <>
      <Batch open={open} chosen={chosen} choose={setChosen} />
      <Table
        caption={t.inbox}
        hideCaption
        rows={items}
        rowKey={({ applicantId }) => applicantId}
        empty={t.empty}
        columns={[
          {
            key: 'choose',
            head: <span className="visually-hidden">{t.choose}</span>,
            bare: true,
            cell: (item) =>
              isOpen(item) ? (
                <label className="check-target choose-box">
                  <input
                    type="checkbox"
                    checked={chosen.has(item.applicantId)}
                    aria-describedby={`n-${item.applicantId} a-${item.applicantId}`}
                    onChange={() => toggle(item.applicantId)}
                  />
                  <span className="choose-word">{t.choose}</span>
                </label>
              ) : null,
          },
          {
            key: 'number',
            head: t.caseNumber,
            heads: true,
            cell: (item) => (
              <Link
                to={`/reviews/${item.bindingId}/${item.applicantId}${search}`}
                id={`n-${item.applicantId}`}
                className="number case-number-link"
                aria-describedby={`a-${item.applicantId}`}
                data-applicant={item.applicantId}
              >
                {item.caseNumber}
              </Link>
            ),
          },
          {
            key: 'student',
            head: t.student,
            cell: ({ student }) => (
              <span className="no-autospace">
                {student.classId} <span lang="zh-Hant-TW">{student.name}</span>
              </span>
            ),
          },
          {
            key: 'applicant',
            head: t.applicant,
            cell: ({ applicant, applicantId }) => (
              <span id={`a-${applicantId}`} className="no-autospace">
                <span lang="zh-Hant-TW">{applicant.name}</span> ({applicant.relation.label})
              </span>
            ),
          },
          {
            key: 'state',
            head: t.status,
            cell: ({ review }) => <Chip tone={reviewTone(review.code)}>{review.label}</Chip>,
          },
          { key: 'due', head: t.due, cell: ({ dueAt }) => (dueAt ? dates.time(dueAt) : t.noDue) },
        ]}
      />
    </>
  );
}

function isOpen({ review }: InboxItem): boolean {
  return review.code === 'pending-review';
}

const LINK = 'a[data-applicant]';

function currentRow(): HTMLElement | undefined {
  return document.activeElement?.closest('tr')?.querySelector<HTMLElement>(LINK) ?? undefined;
}

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>(LINK)];
  const now = currentRow();
  const at = now === undefined ? (by > 0 ? 0 : links.length - 1) : links.indexOf(now) + by;
  links[at]?.focus();
}
