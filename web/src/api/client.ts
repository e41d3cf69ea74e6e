/** The one place that fetches. `api` knows the routes of docs/openapi.json; `answer` gives the body or throws a Problem. */
import createClient from 'openapi-fetch';
import type { AwaitedPaths } from './awaited';
import { language } from '../words/language';
import { Problem, problemOf } from './problem';
import type { paths } from './schema';

/** Routes that the document does not name yet are typed by hand; its own types win as soon as it does. */
export type Paths = paths & Omit<AwaitedPaths, keyof paths>;

/** A server that has not answered after this long is treated as one that did not hear us. */
const PATIENCE_MS = 30_000;

export const BACKGROUND = { 'X-Background': '1' } as const;

export const api = createClient<Paths>({ baseUrl: '', fetch: fetchInTime });

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.current());
    return request;
  },
  async onResponse({ request, response }) {
    if (!response.ok) throw await problemOf(response);
    if (!request.headers.has('X-Background')) lastHeard = Date.now();
    return response;
  },
});

let lastHeard = Date.now();

/** When the server last answered a request that keeps the session alive; ms since the epoch. */
export function lastRequestAt(): number {
  return lastHeard;
}

/** @throws Problem */
export async function answer<Body>(call: Promise<{ data?: Body; response: Response }>): Promise<Body> {
  const { data, response } = await call;
  if (data === undefined && response.status !== 204) throw await problemOf(response);
  return data as Body;
}

async function fetchInTime(request: Request): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), PATIENCE_MS);
  const forward = (): void => timeout.abort();
  request.signal.addEventListener('abort', forward);
  try {
    return await fetch(request, { signal: timeout.signal });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Problem({ status: 0, code: 'no-answer', title: '', detail: '' });
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', forward);
  }
}
