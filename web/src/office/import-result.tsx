/** What a roster file changes or would change, and what is wrong with it. */
import type { components } from '../api/schema';
import { Notice } from '../parts/notice';
import { Table } from '../parts/table';
import { useWords } from '../words/words';
import { rosterWords } from './roster-words';

export type RosterImport = components['schemas']['RosterImport'];
type Issue = RosterImport['errors'][number];

const TONES = {
  reading: 'others',
  checked: 'turn',
  applied: 'done',
  held: 'turn',
  refused: 'stopped',
  failed: 'stopped',
} as const;

export function ImportResult({ shown }: { readonly shown: RosterImport }) {
  const t = useWords(rosterWords);
  const { status, progress, counts, errors, warnings, ending, heldBecause } = shown;
  return (
    <>
      <div role="status">
        <Notice tone={TONES[status]} title={t.statuses[status]}>
          {status === 'reading' && (
            <>
              <progress
                className="import-progress"
                value={progress.done}
                max={Math.max(progress.total, 1)}
                aria-label={t.reading}
              />
              <p aria-live="off">{t.progress(progress.done, progress.total)}</p>
            </>
          )}
        </Notice>
      </div>
      {heldBecause.length > 0 && (
        <Notice tone="stopped" title={t.held}>
          <ul>
            {heldBecause.map(({ code, count, of }) => (
              <li key={code}>{t.heldBecause[code]?.(count, of) ?? code}</li>
            ))}
          </ul>
        </Notice>
      )}
      {errors.length > 0 && <Issues caption={t.errors} issues={errors} />}
      {status !== 'reading' && status !== 'refused' && (
        <Table
          caption={t.result}
          rows={[counts]}
          rowKey={() => 'counts'}
          columns={[
            { key: 'added', head: t.counts.added, align: 'end', cell: (one) => one.added },
            { key: 'changed', head: t.counts.changed, align: 'end', cell: (one) => one.changed },
            { key: 'unchanged', head: t.counts.unchanged, align: 'end', cell: (one) => one.unchanged },
            { key: 'ended', head: t.counts.ended, align: 'end', cell: (one) => one.ended },
            { key: 'conflicts', head: t.counts.conflicts, align: 'end', cell: (one) => one.conflicts },
          ]}
        />
      )}
      {ending.length > 0 && (
        <Table
          caption={t.ending}
          rows={ending}
          rowKey={({ studentNumber }) => studentNumber}
          columns={[
            { key: 'number', head: t.studentNumber, heads: true, cell: ({ studentNumber }) => studentNumber },
            { key: 'name', head: t.name, cell: ({ name }) => <span lang="zh-Hant-TW">{name}</span> },
            { key: 'class', head: t.class, cell: (one) => one.class },
          ]}
        />
      )}
      {warnings.length > 0 && <Issues caption={t.warnings} issues={warnings} />}
    </>
  );
}

function Issues({ caption, issues }: { readonly caption: string; readonly issues: readonly Issue[] }) {
  const t = useWords(rosterWords);
  return (
    <Table
      caption={caption}
      rows={issues}
      rowKey={(issue) => `${issues.indexOf(issue)}`}
      columns={[
        {
          key: 'row',
          head: t.row,
          heads: true,
          cell: ({ row }) => (row === null ? t.wholeFile : t.rowOf(row)),
        },
        { key: 'column', head: t.column, cell: ({ column }) => column ?? '—' },
        { key: 'detail', head: t.detail, cell: ({ detail }) => detail },
        { key: 'file', head: t.file, cell: ({ file }) => file },
      ]}
    />
  );
}
