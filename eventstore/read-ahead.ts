import { setImmediate as turn } from 'node:timers/promises';
import type { EventLog, Position, StoredEvent } from './port.js';

/**
 * The whole log to its end, page by page. The next page is asked for before the one before it is handed out: the server
 * reads while the caller works.
 * @throws Unavailable
 */
export async function* readAhead(
  log: Pick<EventLog, 'readAll'>,
  pageSize: number,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  for (let coming = ask(log, null, pageSize); ;) {
    const page = await coming;
    const last = page.at(-1);
    if (!last) return;
    coming = ask(log, last.position, pageSize);
    // Drivers send a question at the next turn of the event loop: without this one, only when the caller has done its work.
    await turn();
    yield page;
  }
}

function ask(
  log: Pick<EventLog, 'readAll'>,
  after: Position | null,
  pageSize: number,
): Promise<readonly StoredEvent[]> {
  const page = log.readAll(after, pageSize);
  // A failure is told where the page is awaited; to a caller that is gone by then it tells nothing.
  page.catch(() => undefined);
  return page;
}
