/** The case that the family's pages speak of: the newest, or the one named by `?case=` (at the counter, an older one). */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import { usePolling } from '../api/live';
import { useRead, type Read, type ReadOptions } from '../api/queries';
import { minRevision } from '../api/revisions';
import type { BindingCase } from '../api/shapes';

export async function readCase(id: string, options: ReadOptions): Promise<BindingCase> {
  return answer(api.GET('/api/v1/bindings/{id}', { params: { path: { id }, query: minRevision(id) }, ...options }));
}

export function useCase(id: string): Read<BindingCase> {
  return useRead(['case', id], (options) => readCase(id, options), { every: usePolling() });
}

/** null: there is none yet. */
export function useFamilyCase(): Read<BindingCase | null> {
  const [search] = useSearchParams();
  const named = search.get('case');
  return useRead(
    ['case', named ?? 'newest'],
    async (options) => {
      const id = named ?? (await readCases(options)).items[0]?.id;
      return id === undefined ? null : readCase(id, options);
    },
    { every: usePolling() },
  );
}

export function useCases(): Read<{ readonly items: readonly BindingCase[] }> {
  return useRead(['cases'], readCases);
}

async function readCases(options: ReadOptions): Promise<{ readonly items: readonly BindingCase[] }> {
  return answer(api.GET('/api/v1/bindings', options));
}

/** Keeps `?case=` on the way from page to page. */
export function useFamilyPath(): (path: string) => string {
  const [search] = useSearchParams();
  const named = search.get('case');
  return useCallback((path) => (named === null ? path : `${path}?case=${encodeURIComponent(named)}`), [named]);
}

export function may(request: BindingCase, action: string): boolean {
  return request.allowedActions.includes(action);
}
