/**
 * One stream of events per browser: the tab that holds the lock listens and tells the others. An event carries no data, it only
 * says what to read again. Where there is no stream (no locks on plain http, a proxy in between), pages poll.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { refresh } from './queries';
import { noteRevision } from './revisions';

const PAUSE_HIDDEN_MS = 5 * 60_000;
const POLL_MS = 10_000;

let flowing = false;
const watchers = new Set<() => void>();

/** Milliseconds between two looks for what nobody tells us; false while the stream flows. */
export function usePolling(): number | false {
  const flowsNow = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => flowing,
  );
  return flowsNow ? false : POLL_MS;
}

/** Keeps the stream while somebody is signed in. */
export function useLive(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn || !('locks' in navigator) || !('BroadcastChannel' in window)) return;
    const channel = new BroadcastChannel('events');
    const stop = new AbortController();
    channel.addEventListener('message', ({ data }: MessageEvent<string>) => heard(data));
    navigator.locks
      .request('events', { signal: stop.signal }, () => listen(channel, stop.signal))
      .catch(() => undefined);
    return () => {
      stop.abort();
      channel.close();
      flows(false);
    };
  }, [signedIn]);
}

function listen(channel: BroadcastChannel, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let hiddenSince: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      source?.close();
      source = new EventSource('/api/v1/events');
      source.addEventListener('open', () => tell(channel, 'flows'));
      source.addEventListener('error', () => tell(channel, 'stopped'));
      source.addEventListener('message', ({ data }: MessageEvent<string>) => tell(channel, data));
    };
    const look = (): void => {
      clearTimeout(hiddenSince);
      if (document.hidden) {
        hiddenSince = setTimeout(() => {
          source?.close();
          source = undefined;
          tell(channel, 'stopped');
        }, PAUSE_HIDDEN_MS);
      } else if (!source || source.readyState === EventSource.CLOSED) open();
    };
    const beat = setInterval(() => source?.readyState === EventSource.OPEN && channel.postMessage('flows'), POLL_MS);
    open();
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', () => {
      document.removeEventListener('visibilitychange', look);
      clearTimeout(hiddenSince);
      clearInterval(beat);
      source?.close();
      channel.postMessage('stopped');
      resolve();
    });
  });
}

function tell(channel: BroadcastChannel, message: string): void {
  channel.postMessage(message);
  heard(message);
}

/** `flows`, `stopped`, or what the stream sent: which case has come how far. */
function heard(message: string): void {
  if (message === 'flows' || message === 'stopped') return flows(message === 'flows');
  const item: unknown = JSON.parse(message);
  if (typeof item === 'object' && item !== null && 'id' in item && 'revision' in item) {
    noteRevision(String(item.id), { revision: Number(item.revision) });
  }
  void refresh('case', 'cases', 'reviews');
}

function flows(now: boolean): void {
  if (flowing === now) return;
  flowing = now;
  for (const watcher of watchers) watcher();
}
