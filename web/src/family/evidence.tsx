/** 證明文件: files of each applicant, from the camera or the phone's folders. */
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { noteRevision } from '../api/revisions';
import { newKey } from '../api/key';
import { asProblem, type Problem } from '../api/problem';
import { refresh, useRead } from '../api/queries';
import { withSession } from '../api/session-guard';
import { useSend } from '../api/send';
import type { Applicant, BindingCase, EvidenceItem } from '../api/shapes';
import { upload } from '../api/upload';
import { ErrorMark } from '../parts/fields';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions, BackButton } from '../parts/submit';
import { Table } from '../parts/table';
import { announce } from '../shell/announcer';
import { Loaded } from '../shell/loaded';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { may, useFamilyPath } from './case-data';
import { caseWords } from './case-words';
import { NotYet, WithCase } from './with-case';

const MOST_BYTES = 10 * 1024 * 1024;
const ACCEPTED = 'image/*,.heic,.heif,application/pdf';

export default function Evidence() {
  const t = useWords(caseWords);
  const c = useWords(common);
  const path = useFamilyPath();
  const navigate = useNavigate();
  return (
    <WithCase title={t.evidence} lead={<p>{t.evidenceLead}</p>}>
      {(request) =>
        request.applicants.length === 0 ? (
          <NotYet />
        ) : (
          <>
            <p className="small">{t.accepted}</p>
            {request.applicants.map((one) => (
              <Files key={one.id} request={request} applicant={one} />
            ))}
            <Actions>
              <Act kind="primary" onAct={() => void navigate(path('/binding/signature'))}>
                {c.next}
              </Act>
              <BackButton to={path('/binding')} />
            </Actions>
          </>
        )
      }
    </WithCase>
  );
}

/** A file on its way, or one that was refused and stays in sight. */
interface Coming {
  readonly id: string;
  readonly file: File;
  readonly share: number;
  readonly problem?: Problem | { readonly detail: string };
}

function Files({ request, applicant }: { readonly request: BindingCase; readonly applicant: Applicant }) {
  const t = useWords(caseWords);
  const [coming, setComing] = useState<readonly Coming[]>([]);
  const title = useId();
  const place = { id: request.id, applicantId: applicant.id };
  const list = useRead(['evidence', applicant.id], (options) =>
    answer(api.GET('/api/v1/bindings/{id}/applicants/{applicantId}/evidence', { params: { path: place }, ...options })),
  );
  const change = (id: string, to: Partial<Coming>): void =>
    setComing((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));

  const send = async ({ id, file }: Coming): Promise<void> => {
    const header = { 'Idempotency-Key': id };
    const address = `/api/v1/bindings/${request.id}/applicants/${applicant.id}/evidence`;
    try {
      await withSession(() => upload(address, file, header, (share) => change(id, { share })));
      setComing((all) => all.filter((one) => one.id !== id));
      announce(t.uploaded(file.name));
      await refresh('evidence', 'case', 'cases');
    } catch (error) {
      change(id, { problem: asProblem(error) });
    }
  };
  const add = (files: FileList | null): void => {
    const chosen = [...(files ?? [])].map((file): Coming => {
      const tooLarge = file.size > MOST_BYTES;
      return { id: newKey(), file, share: 0, ...(tooLarge && { problem: { detail: t.tooLarge } }) };
    });
    setComing((all) => [...all, ...chosen]);
    for (const one of chosen) if (!one.problem) void send(one);
  };
  const open = may(request, 'add-evidence') && isOpen(applicant);
  return (
    <section className="card" aria-labelledby={title}>
      <h2 id={title} lang="zh-Hant-TW">
        {t.files(applicant.name)}
      </h2>
      <Loaded read={list}>
        {({ items }) => <FileList request={request} applicant={applicant} items={items} open={open} />}
      </Loaded>
      <ul className="coming">
        {coming.map((one) => (
          <ComingFile
            key={one.id}
            coming={one}
            again={() => {
              const next = { id: one.id, file: one.file, share: 0 };
              setComing((all) => all.map((other) => (other.id === one.id ? next : other)));
              void send(next);
            }}
            drop={() => setComing((all) => all.filter((other) => other.id !== one.id))}
          />
        ))}
      </ul>
      {open ? (
        <label className="button file-button">
          {t.choose}
          <input
            type="file"
            multiple
            accept={ACCEPTED}
            aria-describedby={title}
            onChange={(event) => {
              add(event.currentTarget.files);
              event.currentTarget.value = '';
            }}
          />
        </label>
      ) : (
        <p className="small">{t.closedFiles}</p>
      )}
    </section>
  );
}

function isOpen({ review }: Applicant): boolean {
  return review.code === 'drafted' || review.code === 'correction-requested' || review.code === 'pending-review';
}

interface ComingProps {
  readonly coming: Coming;
  readonly again: () => void;
  readonly drop: () => void;
}

function ComingFile({ coming, again, drop }: ComingProps) {
  const t = useWords(caseWords);
  const c = useWords(common);
  const { file, share, problem } = coming;
  if (problem) {
    const status = 'status' in problem ? problem.status : 1;
    const told = 'errors' in problem ? problem.errors[0]?.detail : undefined;
    const text = status === 0 ? c.noAnswer : (told ?? problem.detail);
    return (
      <li>
        <strong id={`f-${coming.id}`}>{file.name}</strong>
        <p className="field-error" role="alert">
          <ErrorMark />
          {text}
        </p>
        <Actions>
          {status !== 1 && (
            <Act onAct={again} describedBy={`f-${coming.id}`}>
              {t.retry}
            </Act>
          )}
          <Act onAct={drop} describedBy={`f-${coming.id}`}>
            {t.remove}
          </Act>
        </Actions>
      </li>
    );
  }
  const percent = Math.round(share * 100);
  return (
    <li>
      <span role="status">{percent < 100 ? t.uploading(file.name, percent) : t.checking(file.name)}</span>
      <progress value={percent} max={100} aria-label={file.name} />
    </li>
  );
}

interface ListProps {
  readonly request: BindingCase;
  readonly applicant: Applicant;
  readonly items: readonly EvidenceItem[];
  readonly open: boolean;
}

function FileList({ request, applicant, items, open }: ListProps) {
  const t = useWords(caseWords);
  const removing = useSend(
    (evidenceId: string, header) =>
      answer(
        api.DELETE('/api/v1/bindings/{id}/applicants/{applicantId}/evidence/{evidenceId}', {
          params: { path: { id: request.id, applicantId: applicant.id, evidenceId }, header },
        }),
      ).then((accepted) => noteRevision(request.id, accepted)),
    { revision: request.revision, done: () => announce(t.removed), refreshes: ['evidence', 'case', 'cases'] },
  );
  if (items.length === 0) return <p className="small">{t.noFiles}</p>;
  return (
    <>
      <SendProblem sending={removing} />
      <Table
        caption={t.files(applicant.name)}
        hideCaption
        rows={items}
        rowKey={({ evidenceId }) => evidenceId}
        columns={[
          {
            key: 'file',
            head: t.file,
            heads: true,
            cell: (item) => (
              <span id={`e-${item.evidenceId}`}>
                {item.type === 'application/pdf' ? t.pdf : t.picture} {items.indexOf(item) + 1}
              </span>
            ),
          },
          { key: 'size', head: t.size, cell: ({ size }) => sizeOf(size) },
          {
            key: 'act',
            head: t.act,
            bare: true,
            cell: ({ evidenceId }) =>
              open && may(request, 'remove-evidence') ? (
                <Act pending={removing.pending} describedBy={`e-${evidenceId}`} onAct={() => removing.send(evidenceId)}>
                  {t.remove}
                </Act>
              ) : null,
          },
        ]}
      />
    </>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
