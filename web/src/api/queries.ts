/** What is known of the server. One cache; reads repeat where no answer came, writes go through send.ts. */
import { QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useLanguage } from '../words/words';
import { BACKGROUND } from './client';
import { asProblem, Problem } from './problem';
import { withSession } from './session-guard';

const MOST_REPEATS = 6;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // 'online' would leave a phone that is offline waiting without a word.
      networkMode: 'always',
      retry: (count, error) => count < MOST_REPEATS && asProblem(error).repeatable,
      retryDelay: (count, error) => pauseBefore(count, asProblem(error)),
      staleTime: 15_000,
      gcTime: 5 * 60_000,
    },
  },
});

/** Milliseconds before the next attempt: as the server says, else doubling from one second to fifteen. */
export function pauseBefore(attempt: number, problem: Problem): number {
  return problem.retryAfterSeconds === undefined
    ? Math.min(1000 * 2 ** attempt, 15_000)
    : problem.retryAfterSeconds * 1000;
}

export type ReadOptions = {
  readonly signal: AbortSignal;
  /** Says X-Background where the page only looks again: such a read does not prolong the session. */
  readonly headers: Readonly<Record<string, string>>;
};

export type Read<Data> = UseQueryResult<Data, Error>;

/**
 * A read of the API. `key` begins with the thing's name; what an event says has changed is read again by that name.
 * @param options.every milliseconds after which it is read again by itself
 * @param options.keep false: nothing stays in memory once the page is left (values in full)
 */
export function useRead<Data>(
  key: readonly (string | number | undefined)[],
  read: (options: ReadOptions) => Promise<Data>,
  options: { readonly every?: number | false; readonly enabled?: boolean; readonly keep?: boolean } = {},
): Read<Data> {
  const language = useLanguage();
  const queryKey = [...key, language];
  return useQuery<Data, Error>({
    queryKey,
    queryFn: ({ signal }) => {
      const again = queryClient.getQueryData(queryKey) !== undefined;
      return withSession(() => read({ signal, headers: again ? BACKGROUND : {} }), again);
    },
    refetchInterval: options.every ?? false,
    enabled: options.enabled ?? true,
    // Each read of values in full is logged as a look: none happens by itself.
    ...(options.keep === false && {
      gcTime: 0,
      staleTime: 0,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
  });
}

/** Reads again what is on the screen, after a write or an event. */
export function refresh(...names: readonly string[]): Promise<void> {
  return queryClient.invalidateQueries(
    names.length === 0 ? {} : { predicate: ({ queryKey }) => names.includes(String(queryKey[0])) },
  );
}
