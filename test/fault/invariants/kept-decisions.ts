/** I7 for decisions: what a reviewer clicked and the edge has kept is carried out, although its sender has gone home. */
import type { StoredEvent } from '../../../eventstore/port.js';
import { wait, type SystemUnderFault } from '../system/system-under-fault.js';
import { runCli } from '../faults.js';
import { commandOf, type Observer } from './observed.js';

/** After this long the product takes a decision for lost; a pass comes every minute, or when it is asked for. */
const LOST_AFTER_MS = 10_500;
const CARRIED_OUT_MS = 15_000;

export async function keptDecisionsAreCarriedOut(system: SystemUnderFault, observer: Observer): Promise<string[]> {
  const kept = await notInTheLog(observer, await keptDecisions(observer));
  if (kept.length === 0) return [];
  await wait(LOST_AFTER_MS);
  await runCli(system, ['reconcile']);
  const until = Date.now() + CARRIED_OUT_MS;
  for (let lost = kept; ; lost = await notInTheLog(observer, lost)) {
    if (lost.length === 0) return [];
    if (Date.now() > until) return lost.map((commandId) => `the decision ${commandId} was kept and not carried out`);
    await wait(250);
  }
}

async function keptDecisions({ db }: Observer): Promise<readonly string[]> {
  const { rows } = await db.query<{ command_id: string }>(
    'select command_id from command_requests where command is not null and status is null',
  );
  return rows.map((row) => row.command_id);
}

async function notInTheLog(observer: Observer, commandIds: readonly string[]): Promise<readonly string[]> {
  if (commandIds.length === 0) return [];
  const { streams } = await observer.read();
  const there = new Set([...streams.values()].flat().map((event: StoredEvent) => commandOf(event)));
  return commandIds.filter((commandId) => !there.has(commandId));
}
