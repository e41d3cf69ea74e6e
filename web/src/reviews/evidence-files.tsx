/** 證明文件: each look at a file is logged, so it is fetched only when somebody asks for it. */
import { useEffect, useState } from 'react';
import { answer, api } from '../api/client';
import { useSend } from '../api/send';
import { Dialog } from '../parts/dialog';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions } from '../parts/submit';
import { Table } from '../parts/table';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { comparisonWords } from './comparison-words';
import type { Comparison } from './review-data';

type File = Comparison['evidence'][number];

interface Opened {
  readonly type: File['type'];
  readonly bytes: Blob;
}

export function EvidenceFiles({ comparison }: { readonly comparison: Comparison }) {
  const t = useWords(comparisonWords);
  const dates = useDates();
  const [opened, setOpened] = useState<Opened>();
  const { bindingId: id, applicantId, evidence } = comparison;
  const opening = useSend(
    async ({ evidenceId, type }: File) => {
      const path = { id, applicantId, evidenceId };
      const bytes: unknown = await answer(
        api.GET('/api/v1/bindings/{id}/applicants/{applicantId}/evidence/{evidenceId}', {
          params: { path },
          parseAs: 'blob',
        }),
      );
      return { type, bytes: bytes as Blob };
    },
    { done: setOpened, refreshes: ['nothing'] },
  );
  return (
    <section className="card" aria-labelledby="evidence">
      <h2 id="evidence">{t.fields.evidence}</h2>
      <SendProblem sending={opening} />
      {evidence.length === 0 ? (
        <p>{t.noEvidence}</p>
      ) : (
        <Table
          caption={t.fields.evidence}
          hideCaption
          rows={evidence}
          rowKey={({ evidenceId }) => evidenceId}
          columns={[
            {
              key: 'file',
              head: t.file,
              heads: true,
              cell: (file) => (
                <span id={`e-${file.evidenceId}`}>
                  {file.type === 'application/pdf' ? t.pdf : t.picture} {evidence.indexOf(file) + 1}
                </span>
              ),
            },
            { key: 'size', head: t.size, cell: ({ size }) => `${Math.max(1, Math.round(size / 1024))} kB` },
            { key: 'at', head: t.at, cell: ({ at }) => dates.time(at) },
            {
              key: 'act',
              head: t.act,
              bare: true,
              cell: (file) => (
                <Act pending={opening.pending} describedBy={`e-${file.evidenceId}`} onAct={() => opening.send(file)}>
                  {t.view}
                </Act>
              ),
            },
          ]}
        />
      )}
      {opened && <Shown opened={opened} onClose={() => setOpened(undefined)} />}
    </section>
  );
}

/** A picture is shown here. A PDF is handed to the browser: no page of ours runs what a stranger sent. */
function Shown({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const t = useWords(comparisonWords);
  const c = useWords(common);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(opened.bytes);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [opened]);
  return (
    <Dialog title={t.fields.evidence} onClose={onClose}>
      {address !== undefined &&
        (opened.type === 'application/pdf' ? (
          <p>
            <a href={address} download="evidence.pdf" className="button">
              {t.download}
            </a>
          </p>
        ) : (
          <img src={address} alt={t.picture} className="evidence-picture" />
        ))}
      <Actions>
        <Act onAct={onClose}>{c.close}</Act>
      </Actions>
    </Dialog>
  );
}
