/** I1: what was acknowledged is in the log once, what was refused is not, what is unknown at most once. */
import type { StoredEvent } from '../../../eventstore/port.js';
import type { Database } from '../../../src/adapters/postgres/database.js';
import { bindingStream } from '../../../workflows/names.js';
import { isAccepted, type Call } from '../load/call-book.js';
import { revisionOf } from '../load/client.js';
import { commandOf, placeOf, type ReadLog } from './observed.js';

/** What an answer says to stand in the log: the last event of a command. */
interface Claim {
  readonly call: Call;
  readonly stream: string;
  readonly revision: number;
  /** Absent where the answer does not name it. */
  readonly commandId?: string;
}

export async function acknowledgedOnce(db: Database, { events }: ReadLog, calls: readonly Call[]): Promise<string[]> {
  const commands = byCommand(events.filter(({ stream }) => stream.startsWith(bindingStream(''))));
  const found = [...toldTwiceDifferently(calls), ...executedTwice(commands)];
  const places = new Map(events.map((event) => [placeOf(event), event]));
  const explained = new Map<string, Call>();
  for (const claim of calls.flatMap(claimsOf)) {
    const wrong = whatIsWrong(claim, places, commands);
    if (wrong) found.push(`${titleOf(claim.call)} ${wrong}`);
    const commandId = claim.commandId ?? places.get(placeOf(claim))?.metadata['commandId'];
    const other = explained.get(String(commandId));
    if (other && other !== claim.call)
      found.push(`${titleOf(claim.call)} was answered with the events of ${titleOf(other)}`);
    explained.set(String(commandId), claim.call);
  }
  for (const commandId of await commandsOf(
    db,
    calls.filter(({ abandoned }) => abandoned),
  )) {
    explained.set(commandId, calls[0] as Call);
  }
  return [...found, ...unexplained(commands, explained)];
}

function toldTwiceDifferently(calls: readonly Call[]): string[] {
  return calls
    .filter(({ contradiction }) => contradiction)
    .map((call) => `${titleOf(call)} was told ${shown(call.answer)} and then ${shown(call.contradiction)}`);
}

/** All events of one command are decided at one time and stand side by side. */
function executedTwice(commands: ReadonlyMap<string, readonly StoredEvent[]>): string[] {
  return [...commands].flatMap(([commandId, [first, ...others]]) => {
    if (!first) return [];
    const isTogether = others.every(
      ({ stream, revision, metadata }, i) =>
        stream === first.stream && revision === first.revision + i + 1 && metadata['at'] === first.metadata['at'],
    );
    return isTogether
      ? []
      : [`command ${commandId} was carried out more than once: ${[first, ...others].map(placeOf)}`];
  });
}

function whatIsWrong(
  claim: Claim,
  places: ReadonlyMap<string, StoredEvent>,
  commands: ReadonlyMap<string, readonly StoredEvent[]>,
): string | undefined {
  const event = places.get(placeOf(claim));
  if (!event) return `was acknowledged at ${placeOf(claim)}, where nothing stands`;
  const commandId = commandOf(event);
  if (claim.commandId !== undefined && claim.commandId !== commandId)
    return `was acknowledged at ${placeOf(claim)}, where command ${commandId} stands`;
  const last = commands.get(commandId)?.at(-1);
  return last?.revision === claim.revision ? undefined : `was told revision ${claim.revision} and not its last one`;
}

/** People do nothing but what they asked for and were told of. */
function unexplained(
  commands: ReadonlyMap<string, readonly StoredEvent[]>,
  explained: ReadonlyMap<string, Call>,
): string[] {
  return [...commands].flatMap(([commandId, [first]]) => {
    const { role } = (first?.metadata['actor'] ?? {}) as { role?: string };
    if (!first || role === 'system' || explained.has(commandId)) return [];
    return [`${first.type} at ${placeOf(first)} (command ${commandId}) was acknowledged to nobody, or was refused`];
  });
}

interface Outcome {
  readonly commandId?: string;
  readonly status?: string;
  readonly revision?: number;
}

function claimsOf(call: Call): readonly Claim[] {
  if (!isAccepted(call)) return [];
  const body = call.answer?.body as (Outcome & { id?: string; results?: readonly Outcome[] }) | undefined;
  if (call.path === '/reviews/decisions') {
    const { decisions } = call.body as { decisions: readonly { bindingId: string }[] };
    return (body?.results ?? []).flatMap((one, i) =>
      claimOf(call, decisions[i]?.bindingId, one.revision, one.commandId),
    );
  }
  // 200 to an opening: the case that was open already.
  if (call.path === '/bindings') {
    return call.answer?.status === 201 ? claimOf(call, body?.id, revisionOf(call), undefined) : [];
  }
  const [, caseId] = /^\/(?:bindings|reviews)\/([^/]+)/.exec(call.path) ?? [];
  return claimOf(call, caseId, revisionOf(call), body?.commandId);
}

function claimOf(
  call: Call,
  caseId: string | undefined,
  revision: number | undefined,
  commandId: string | undefined,
): readonly Claim[] {
  if (caseId === undefined || revision === undefined) return [];
  return [{ call, stream: bindingStream(caseId), revision, ...(commandId !== undefined && { commandId }) }];
}

/** Of calls whose senders went away: the rows of the edge know which command they stand for. */
async function commandsOf(db: Database, calls: readonly Call[]): Promise<readonly string[]> {
  const { rows } = await db.query<{ command_id: string }>(
    'select command_id from command_requests where key = any($1::uuid[])',
    [calls.map(({ key }) => key)],
  );
  return rows.map((row) => row.command_id);
}

function byCommand(events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> {
  const commands = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const own = commands.get(commandOf(event));
    if (own) own.push(event);
    else commands.set(commandOf(event), [event]);
  }
  return commands;
}

function titleOf({ who, what, key }: Call): string {
  return `${who}: ${what} (key ${key})`;
}

function shown(answer: Call['answer']): string {
  const { code } = (answer?.body ?? {}) as { code?: string };
  return `${answer?.status} ${code ?? ''} ${answer?.etag ?? 'without an ETag'}`;
}
