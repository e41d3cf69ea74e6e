/** The log in a backup: one event a line, in the order of the log. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chains } from '../../../eventstore/chain/chains.js';
import { toJcs } from '../../../eventstore/chain/jcs.js';
import { NO_STREAM, type EventLog, type NewEvent, type Position, type StoredEvent } from '../../../eventstore/port.js';
import { LineFile, readLines } from './line-file.js';
import { LOG_FILE, UnusableBackup, type FileInBackup } from './manifest.js';

/** What an event is in the file; `position` belongs to one server and is left out. */
export type LoggedEvent = Omit<StoredEvent, 'position'>;

const PAGE = 500;
/** Events of one append; they share a stream, so it is seldom reached. */
const BATCH = 100;
/** A transaction of anybody on the server of a PostgreSQL log may hold the newest events back for a moment. */
const HELD_BACK = { lookMs: 50, patienceMs: 60_000 };

/** Everything up to the end of the log as it is at the call, and some of what comes meanwhile. @throws Unavailable */
export async function writeLog(log: EventLog, folder: string, tell: (events: number) => void): Promise<FileInBackup> {
  const head = await log.head();
  const file = new LineFile(folder, LOG_FILE);
  let position: Position | null = null;
  let moved = Date.now();
  while (isBefore(position, head)) {
    const page: readonly StoredEvent[] = await log.readAll(position, PAGE);
    for (const { position: _, ...event } of page) await file.write(toJcs(event));
    tell(file.lines);
    position = page.at(-1)?.position ?? position;
    if (page.length > 0) moved = Date.now();
    else if (Date.now() - moved < HELD_BACK.patienceMs) await pause(HELD_BACK.lookMs);
    else throw new UnusableBackup('a transaction that is open on the database server holds the log back');
  }
  return file.close();
}

function isBefore(position: Position | null, head: Position | null): boolean {
  return head !== null && (position === null || position < head);
}

export async function* readLog(folder: string): AsyncGenerator<LoggedEvent, void, undefined> {
  for await (const line of readLines(join(folder, LOG_FILE))) yield JSON.parse(line) as LoggedEvent;
}

/**
 * Appends the log of a backup to an empty one: same streams, revisions, ids and chains, same order; only positions are new.
 * @returns how many events
 * @throws UnusableBackup at the first event whose chain is not whole; Conflict when somebody else writes to that log
 */
export async function appendLog(log: EventLog, folder: string, tell: (events: number) => void): Promise<number> {
  const chains = new Chains();
  let batch: LoggedEvent[] = [];
  let appended = 0;
  const flush = async () => {
    const [first] = batch;
    if (!first) return;
    await log.append(first.stream, first.revision === 0 ? NO_STREAM : first.revision - 1, batch.map(toNew));
    appended += batch.length;
    batch = [];
    tell(appended);
  };
  for await (const event of readLog(folder)) {
    const verdict = chains.take(event);
    if (!verdict.ok) {
      const { revision, reason } = verdict;
      throw new UnusableBackup(`the chain of ${event.stream} breaks at revision ${revision}: ${reason}`);
    }
    if (batch[0]?.stream !== event.stream || batch.length >= BATCH) await flush();
    batch.push(event);
  }
  await flush();
  return appended;
}

function toNew({ id, type, data, metadata }: LoggedEvent): NewEvent {
  return { id, type, data: toJcs(data), metadata: toJcs(metadata) };
}
