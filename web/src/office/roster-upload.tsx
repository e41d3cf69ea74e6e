/** 選擇檔案, 試匯, and 確認匯入 once the result was seen. */
import { useState } from 'react';
import { answer, api } from '../api/client';
import { refresh, useRead } from '../api/queries';
import { useSend } from '../api/send';
import { upload } from '../api/upload';
import { SendProblem } from '../parts/send-problem';
import { Act, Actions } from '../parts/submit';
import { Loaded } from '../shell/loaded';
import { useWords } from '../words/words';
import { ImportResult, type RosterImport } from './import-result';
import { rosterWords } from './roster-words';

const MOST_BYTES = 20 * 1024 * 1024;
const LOOK_AGAIN_MS = 1000;

interface Props {
  readonly importId: string | undefined;
  readonly onImport: (id: string) => void;
}

/** What tells one file from another also in the key of the sending. */
interface Upload {
  readonly file: File;
  readonly name: string;
  readonly size: number;
  readonly changed: number;
  readonly dryRun: boolean;
}

export function RosterUpload({ importId, onImport }: Props) {
  const t = useWords(rosterWords);
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState(0);
  const [wrong, setWrong] = useState('');
  /** The dry run showed reasons to hold the file, and the reader went on. */
  const [knowing, setKnowing] = useState(false);
  const sending = useSend(
    ({ file: sent, dryRun }: Upload, header) =>
      upload<{ importId: string }>(
        `/api/v1/roster/imports${dryRun ? '?dry_run=true' : ''}`,
        sent,
        { 'Idempotency-Key': header['Idempotency-Key'] },
        setShare,
      ),
    { done: (begun) => onImport(begun.importId), refreshes: ['imports'] },
  );
  const send = (dryRun: boolean): void => {
    setWrong(file === undefined ? t.noFile : file.size > MOST_BYTES ? t.tooLarge : '');
    if (file === undefined || file.size > MOST_BYTES) return;
    setShare(0);
    sending.send({ file, name: file.name, size: file.size, changed: file.lastModified, dryRun });
  };
  return (
    <>
      <section className="card" aria-label={t.dryRun}>
        <label className="button choose-file">
          {t.choose}
          <input
            type="file"
            accept=".csv,.zip,text/csv,application/zip"
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0]);
              setWrong('');
            }}
          />
        </label>
        {file && <p role="status">{t.chosen(file.name)}</p>}
        {wrong && (
          <p className="field-error" role="alert">
            {wrong}
          </p>
        )}
        <SendProblem sending={sending} />
        {sending.pending && <progress className="import-progress" value={share} max={1} aria-label={t.uploading} />}
        <Actions>
          <Act
            kind={importId === undefined ? 'primary' : 'plain'}
            pending={sending.pending}
            onAct={() => {
              setKnowing(false);
              send(true);
            }}
          >
            {t.dryRun}
          </Act>
        </Actions>
      </section>
      {importId !== undefined && (
        <ImportOf
          key={importId}
          id={importId}
          knowing={knowing}
          canSend={file !== undefined && !sending.pending}
          onApply={(because) => {
            setKnowing(because);
            send(false);
          }}
        />
      )}
    </>
  );
}

interface ImportProps {
  readonly id: string;
  readonly knowing: boolean;
  readonly canSend: boolean;
  readonly onApply: (knowing: boolean) => void;
}

function ImportOf({ id, knowing, canSend, onApply }: ImportProps) {
  const t = useWords(rosterWords);
  const [going, setGoing] = useState(true);
  const [sent, setSent] = useState(false);
  const confirming = useSend(
    (_body: null, header) =>
      answer(
        api.POST('/api/v1/roster/imports/{id}/confirmation', { params: { path: { id }, header }, body: {} as never }),
      ),
    { done: () => setGoing(true), refreshes: ['import', 'imports', 'conflicts'] },
  );
  const read = useRead(
    ['import', id],
    async (options) => {
      const now = await answer(api.GET('/api/v1/roster/imports/{id}', { params: { path: { id } }, ...options }));
      setGoing(now.status === 'reading');
      if (now.status !== 'reading') void refresh('imports', 'conflicts', 'students', 'classes');
      if (now.status === 'held' && knowing && !sent) {
        setSent(true);
        confirming.send(null);
      }
      return now;
    },
    { every: going || confirming.pending ? LOOK_AGAIN_MS : false },
  );
  const confirm = (shown: RosterImport): void => {
    if (shown.status === 'held') confirming.send(null);
    else onApply(shown.heldBecause.length > 0);
  };
  return (
    <Loaded read={read}>
      {(shown) => (
        <section className="stack" aria-label={t.result}>
          <ImportResult shown={shown} />
          <SendProblem sending={confirming} />
          {shown.status === 'checked' && !canSend && <p>{t.fileAgain}</p>}
          {(shown.status === 'held' || (shown.status === 'checked' && canSend)) && (
            <Actions>
              <Act kind="primary" pending={confirming.pending} onAct={() => confirm(shown)}>
                {t.confirm}
              </Act>
            </Actions>
          )}
        </section>
      )}
    </Loaded>
  );
}
