/** 系統狀態: how the parts do, what waits for the administrator, parked events, rebuilds. */
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import type { components } from '../api/schema';
import { Chip, type Tone } from '../parts/chip';
import { Notice } from '../parts/notice';
import { Table } from '../parts/table';
import { Loaded } from '../shell/loaded';
import { Page } from '../shell/page';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { ParkedEvents } from './parked-events';
import { RebuildModel } from './rebuild-model';
import { WaitingCases } from './waiting-cases';
import { words } from './words';
import './admin.css';

type Part = components['schemas']['Parts']['items'][number];

const EVERY_MS = 10_000;
const TONES: Readonly<Record<Part['status'], Tone>> = { ok: 'done', impaired: 'turn', failing: 'stopped' };

export default function SystemState() {
  const t = useWords(words);
  const parts = useRead(['parts'], (options) => answer(api.GET('/api/v1/admin/parts', options)), { every: EVERY_MS });
  return (
    <Page title={t.state} wide>
      <Loaded read={parts}>{({ items }) => <Parts items={items} />}</Loaded>
      <WaitingCases />
      <ParkedEvents />
      <RebuildModel />
    </Page>
  );
}

function Parts({ items }: { readonly items: readonly Part[] }) {
  const t = useWords(words);
  const dates = useDates();
  const troubled = items.filter(({ status }) => status !== 'ok');
  const worst = troubled.some(({ status }) => status === 'failing') ? 'stopped' : 'turn';
  return (
    <>
      <Notice
        tone={troubled.length === 0 ? 'done' : worst}
        title={troubled.length === 0 ? t.allWell : t.troubled(troubled.length)}
      >
        <p className="small">{t.refreshed}</p>
      </Notice>
      <Table
        caption={t.parts}
        rows={items}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', head: t.part, heads: true, cell: ({ name }) => t.partNames[name] ?? name },
          {
            key: 'status',
            head: t.status,
            cell: ({ status }) => <Chip tone={TONES[status]}>{t.statuses[status]}</Chip>,
          },
          { key: 'detail', head: t.detail, cell: ({ detail }) => detail ?? '—' },
          { key: 'since', head: t.since, cell: ({ since }) => dates.time(since) },
        ]}
      />
    </>
  );
}
