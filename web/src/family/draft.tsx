/**
 * 暫存: what was typed and not sent, kept sealed on the server, one for all pages of a case. Written 0.8 s after the last key, at
 * 暫存離開, and at once when the page is hidden. Nothing of it is kept in the browser.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { useRead, type Read, type ReadOptions } from '../api/queries';
import { SESSION_CHANGED } from '../shell/session';
import { common } from '../words/common';
import { useDates } from '../words/dates';
import { useWords } from '../words/words';
import { words } from './words';

export type DraftValues = Readonly<Record<string, string>>;

const AFTER_MS = 800;

/** Newest values by case, also those that are still on their way. */
const latest = new Map<string, DraftValues>();
// After sign-out nothing of a family stays in memory.
window.addEventListener(SESSION_CHANGED, () => latest.clear());

export interface Draft {
  readonly keep: (values: DraftValues) => void;
  /** Writes now; for 暫存離開 and before going on. */
  readonly flush: () => Promise<void>;
  readonly state: 'idle' | 'kept' | 'failed';
  readonly keptAt: string | undefined;
}

export function useDraftValues(caseId: string, enabled = true): Read<DraftValues> {
  const read = useRead(['draft', caseId], (options) => newestDraft(caseId, options), { keep: false, enabled });
  // What was typed a moment ago on the page before is newer than what was read.
  return read.data === undefined ? read : ({ ...read, data: latest.get(caseId) ?? read.data } as Read<DraftValues>);
}

async function newestDraft(caseId: string, options: ReadOptions): Promise<DraftValues> {
  const known = latest.get(caseId);
  if (known) return known;
  const values = await readDraft(caseId, options);
  latest.set(caseId, values);
  return values;
}

export function useDraft(caseId: string): Draft {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [state, setState] = useState<Draft['state']>('idle');
  const [keptAt, setKeptAt] = useState<string>();

  const write = useCallback(
    async (keepalive = false): Promise<void> => {
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      timer.current = undefined;
      try {
        await putDraft(caseId, latest.get(caseId) ?? {}, keepalive);
        setState('kept');
        setKeptAt(new Date().toISOString());
      } catch {
        setState('failed');
      }
    },
    [caseId],
  );
  useEffect(() => {
    const hide = (): void => {
      if (document.visibilityState === 'hidden') void write(true);
    };
    document.addEventListener('visibilitychange', hide);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      void write(true);
    };
  }, [write]);

  const keep = useCallback(
    (values: DraftValues) => {
      latest.set(caseId, { ...latest.get(caseId), ...values });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void write(), AFTER_MS);
    },
    [caseId, write],
  );
  return { keep, flush: write, state, keptAt };
}

/** After what it was for has been sent. */
export function dropDraft(caseId: string): void {
  latest.delete(caseId);
  answer(api.DELETE('/api/v1/bindings/{id}/draft', { params: { path: { id: caseId } } })).catch(() => undefined);
}

export function DraftState({ draft }: { readonly draft: Draft }) {
  const t = useWords(words);
  const c = useWords(common);
  const dates = useDates();
  return (
    <p className="small draft-state" role="status">
      {draft.state === 'kept' && draft.keptAt && t.draftKept(dates.time(draft.keptAt))}
      {draft.state === 'failed' && `${t.draftFailed} ${c.noAnswer}`}
    </p>
  );
}

async function readDraft(caseId: string, options: { readonly signal: AbortSignal }): Promise<DraftValues> {
  try {
    const body: unknown = await answer(
      api.GET('/api/v1/bindings/{id}/draft', { params: { path: { id: caseId } }, signal: options.signal }),
    );
    return typeof body === 'object' && body !== null ? onlyTexts(body) : {};
  } catch (error) {
    if (asProblem(error).notFound) return {};
    throw error;
  }
}

function onlyTexts(body: object): DraftValues {
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

async function putDraft(caseId: string, values: DraftValues, keepalive: boolean): Promise<void> {
  await answer(
    api.PUT('/api/v1/bindings/{id}/draft', {
      params: { path: { id: caseId } },
      body: values as never,
      // The page may be gone before the answer comes.
      keepalive,
    }),
  );
}
