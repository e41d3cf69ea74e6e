/** The log in a backup: one event a line, in the order of the log. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chains } from '../../../eventstore/chain/chains.js';
import { toJcs } from '../../../eventstore/chain/jcs.js';
import { endsAppend, isWholeAppend } from '../../../eventstore/chain/part.js';
import { NO_STREAM, type EventLog, type NewEvent, type Position, type StoredEvent } from '../../../eventstore/port.js';
import { WholeAppends } from '../../../eventstore/whole-appends.js';
import { isOurs } from '../../../projections/folding/our-streams.js';
import { LineFile, readLines } from './line-file.js';
import { LOG_FILE, UnusableBackup, type FileInBackup } from './manifest.js';

/** What an event is in the file; `position` belongs to one server and is left out. */
export type LoggedEvent = Omit<StoredEvent, 'position'>;

const PAGE = 500;
/** A transaction of anybody on the server of a PostgreSQL log may hold the newest events back for a moment. */
const HELD_BACK = { lookMs: 50, patienceMs: 60_000 };

/**
 * Everything of ours up to the end of the log as it is at the call, and some of what comes meanwhile: whole appends. What others
 * wrote to the same server is left out and counted.
 * @throws Unavailable
 */
export async function writeLog(
  log: EventLog,
  folder: string,
  tell: (events: number) => void,
): Promise<{ readonly file: FileInBackup; readonly foreignEvents: number }> {
  const head = await log.head();
  const file = new LineFile(folder, LOG_FILE);
  let position: Position | null = null;
  let last: StoredEvent | undefined;
  let foreignEvents = 0;
  let moved = Date.now();
  while (isBefore(position, head) || (last && !endsAppend(last))) {
    const page: readonly StoredEvent[] = await log.readAll(position, PAGE);
    // A log that was cut inside an append is written as it is; the restore says so.
    if (page.length === 0 && !isBefore(position, head)) break;
    const ours = page.filter(({ stream }) => isOurs(stream));
    foreignEvents += page.length - ours.length;
    for (const { position: _, ...event } of ours) await file.write(toJcs(event));
    tell(file.lines);
    last = page.at(-1) ?? last;
    position = last?.position ?? null;
    if (page.length > 0) moved = Date.now();
    else if (Date.now() - moved < HELD_BACK.patienceMs) await pause(HELD_BACK.lookMs);
    else throw new UnusableBackup('a transaction that is open on the database server holds the log back');
  }
  return { file: await file.close(), foreignEvents };
}

function isBefore(position: Position | null, head: Position | null): boolean {
  return head !== null && (position === null || position < head);
}

export async function* readLog(folder: string): AsyncGenerator<LoggedEvent, void, undefined> {
  for await (const line of readLines(join(folder, LOG_FILE))) yield JSON.parse(line) as LoggedEvent;
}

/**
 * Appends the log of a backup to an empty one: same streams, revisions, ids, chains and appends, same order; only positions are new.
 * @returns how many events
 * @throws UnusableBackup at the first event whose chain is not whole, or append that lacks a part; Conflict when another writer
 * writes to that log
 */
export async function appendLog(log: EventLog, folder: string, tell: (events: number) => void): Promise<number> {
  const [chains, coming] = [new Chains(), new WholeAppends<LoggedEvent>()];
  let appended = 0;
  const write = async (appends: readonly (readonly LoggedEvent[])[]) => {
    for (const append of appends) {
      const first = assertWhole(append);
      await log.append(first.stream, first.revision === 0 ? NO_STREAM : first.revision - 1, append.map(toNew));
      appended += append.length;
      tell(appended);
    }
  };
  for await (const event of readLog(folder)) {
    const verdict = chains.take(event);
    if (!verdict.ok) {
      const { revision, reason } = verdict;
      throw new UnusableBackup(`the chain of ${event.stream} breaks at revision ${revision}: ${reason}`);
    }
    await write(coming.take([event]));
  }
  const rest = coming.rest();
  if (rest.length > 0) await write([rest]);
  return appended;
}

/** @returns its first event */
function assertWhole(append: readonly LoggedEvent[]): LoggedEvent {
  const [first] = append;
  if (!first || !isWholeAppend(append))
    throw new UnusableBackup(`an append lacks a part: ${first?.stream} at revision ${first?.revision}`);
  return first;
}

function toNew({ id, type, data, metadata }: LoggedEvent): NewEvent {
  return { id, type, data: toJcs(data), metadata: toJcs(metadata) };
}
