/** What the reviewers' pages read, and how a decision comes to its outcome. */
import { answer, api } from '../api/client';
import { usePolling } from '../api/live';
import { Problem } from '../api/problem';
import { useRead, type Read } from '../api/queries';
import type { Applicant, BindingCase } from '../api/shapes';
import type { components } from '../api/schema';
import type { Tone } from '../parts/chip';
import { language } from '../words/language';

type Schemas = components['schemas'];
export type InboxItem = Schemas['InboxPage']['items'][number];
export type Comparison = Schemas['Comparison'];
export type Outcome = Schemas['Outcome'];
export type Reason = Schemas['ReasonCodes']['items'][number];

export interface Filters {
  readonly status: string;
  readonly class: string;
  readonly holder: string;
}

export function filtersOf(search: URLSearchParams): Filters {
  return {
    status: search.get('status') ?? 'pending-review',
    class: search.get('class') ?? '',
    holder: search.get('holder') ?? '',
  };
}

interface Inbox {
  readonly items: readonly InboxItem[];
  readonly more: boolean;
}

/** @param pages how many pages of the list are read, one after the other */
export function useInbox(filters: Filters, pages: number): Read<Inbox> {
  return useRead(
    ['reviews', filters.status, filters.class, filters.holder, pages],
    async (options) => {
      const items: InboxItem[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < pages; page += 1) {
        const query = {
          status: filters.status,
          ...(filters.class && { class: filters.class }),
          ...(cursor !== null && { cursor }),
        };
        // Each page begins where the one before ends.
        // oxlint-disable-next-line no-await-in-loop
        const part: Schemas['InboxPage'] = await answer(api.GET('/api/v1/reviews', { params: { query }, ...options }));
        items.push(...part.items);
        cursor = part.nextCursor;
        if (cursor === null) break;
      }
      const held = items.filter(({ holder }) => filters.holder === '' || holder.kind === filters.holder);
      return { items: held, more: cursor !== null };
    },
    { every: usePolling() },
  );
}

const reached = new Map<string, number>();

export function useReviewedCase(id: string): Read<BindingCase> {
  return useRead(
    ['case', id],
    (options) => {
      const seen = reached.get(id);
      const query = seen === undefined ? {} : { min_revision: seen };
      return answer(api.GET('/api/v1/bindings/{id}', { params: { path: { id }, query }, ...options }));
    },
    { every: usePolling() },
  );
}

export function noteRevision(caseId: string, revision: number | undefined): void {
  if (revision !== undefined) reached.set(caseId, Math.max(revision, reached.get(caseId) ?? 0));
}

const MOST_LOOKS = 12;
const BETWEEN_LOOKS_MS = 1500;

/** Waits for a decision that is carried out later; one that was refused becomes a Problem with the words of its code. */
export async function settled(caseId: string, first: Outcome): Promise<Outcome> {
  let outcome = first;
  for (let look = 0; outcome.status === 'pending' && look < MOST_LOOKS; look += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    const path = { commandId: outcome.commandId };
    // oxlint-disable-next-line no-await-in-loop
    outcome = await answer(api.GET('/api/v1/reviews/decisions/{commandId}', { params: { path } }));
  }
  if (outcome.status === 'refused') throw await refusal(outcome.code ?? 'refused');
  noteRevision(caseId, outcome.revision);
  return outcome;
}

async function refusal(code: string): Promise<Problem> {
  const page = await answer(api.GET('/api/v1/problems/{code}', { params: { path: { code } } })).catch(() => undefined);
  const speaks = language.current();
  return new Problem({
    status: 409,
    code,
    title: page?.title[speaks] ?? code,
    detail: page?.meaning[speaks] ?? '',
  });
}

export function useReasons(): Read<{ readonly items: readonly Reason[] }> {
  return useRead(['reason-codes'], (options) => answer(api.GET('/api/v1/reason-codes', options)));
}

export function reviewTone(code: Applicant['review']['code']): Tone {
  switch (code) {
    case 'pending-review':
      return 'turn';
    case 'correction-requested':
      return 'others';
    case 'approved':
      return 'done';
    case 'drafted':
      return 'not-yet';
    case 'rejected':
    case 'expired':
    case 'withdrawn':
      return 'stopped';
  }
}
