/** 重建讀取模型: begins one and shows how far it is. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { useRead } from '../api/queries';
import { useSend } from '../api/send';
import type { components } from '../api/schema';
import { Select } from '../parts/fields';
import { Form } from '../parts/form';
import { Notice } from '../parts/notice';
import { Loaded } from '../shell/loaded';
import { useWords } from '../words/words';
import { words } from './words';

type Rebuild = components['schemas']['Rebuild'];
type Model = components['schemas']['RebuildBody']['model'];

const MODELS: readonly Model[] = ['binding_case', 'review_inbox', 'command_outcome', 'student_binding', 'audit_trail'];
const EVERY_MS = 1000;

export function RebuildModel() {
  const t = useWords(words);
  const [id, setId] = useState<string>();
  const beginning = useSend(
    (body: { model: Model }, header) => answer(api.POST('/api/v1/admin/rebuilds', { params: { header }, body })),
    { done: (begun) => setId(begun.id), refreshes: ['parts'] },
  );
  return (
    <section className="card" aria-labelledby="rebuild">
      <h2 id="rebuild">{t.rebuild}</h2>
      <p>{t.rebuildLead}</p>
      <Form
        sending={beginning}
        onSubmit={(values) => {
          const model = MODELS.find((one) => one === values.text('/model'));
          if (model) beginning.send({ model });
        }}
      >
        <Select
          name="/model"
          label={t.model}
          defaultValue="binding_case"
          choices={MODELS.map((model) => ({ value: model, label: model }))}
        />
        <div>
          <button type="submit" className="button" aria-disabled={beginning.pending || undefined}>
            {t.begin}
          </button>
        </div>
      </Form>
      {id !== undefined && <RebuildOf key={id} id={id} />}
    </section>
  );
}

function RebuildOf({ id }: { readonly id: string }) {
  const [ended, setEnded] = useState(false);
  const rebuild = useRead(
    ['rebuild', id],
    async (options) => {
      const now = await answer(api.GET('/api/v1/admin/rebuilds/{id}', { params: { path: { id } }, ...options }));
      setEnded(now.status === 'done' || now.status === 'failed');
      return now;
    },
    { every: ended ? false : EVERY_MS },
  );
  return <Loaded read={rebuild}>{(now) => <Progress rebuild={now} />}</Loaded>;
}

const TONES = { waiting: 'others', running: 'others', done: 'done', failed: 'stopped' } as const;

function Progress({ rebuild }: { readonly rebuild: Rebuild }) {
  const t = useWords(words);
  const { status, model, step, failure, progress } = rebuild;
  return (
    <div role="status">
      <Notice tone={TONES[status]} title={t.outcomes[status]}>
        <p className="number">{model}</p>
        {(status === 'running' || status === 'waiting') && (
          <>
            <progress value={progress.done} max={Math.max(progress.total, 1)} aria-label={t.rebuilding(model)} />
            <p>
              {step !== null && `${t.steps[step] ?? step} · `}
              {t.progress(progress.done, progress.total)}
            </p>
          </>
        )}
        {failure !== null && <p>{failure}</p>}
      </Notice>
    </div>
  );
}
