/** What each role needs, asked side by side: /health/ready names what is missing or lags behind. */
import { Unavailable, type EventLog } from '../../eventstore/port.js';
import { readModelLag, type ReadModelLag } from '../../projections/lag.js';
import type { BindingGateway } from '../commands/binding-gateway.js';
import type { Database } from '../database/database.js';
import { Failing, partHealth, type PartHealth } from './part-health.js';

/** Pages older than this are no longer what happened. */
const MOST_BEHIND_SECONDS = 10;

interface Stores {
  readonly db: Database;
  readonly log: EventLog;
}

export function apiHealth(parts: Stores & { readonly gateway: BindingGateway }): Promise<readonly PartHealth[]> {
  return Promise.all([...stores(parts), temporal(parts.gateway), partHealth('read-models', () => readModels(parts))]);
}

/** @param isWorking whether it asks Temporal for work. */
export function workerHealth(
  parts: Stores & { readonly gateway: Pick<BindingGateway, 'check'>; readonly isWorking: () => boolean },
): Promise<readonly PartHealth[]> {
  const worker = partHealth('worker', async () => {
    if (!parts.isWorking()) throw new Failing('is not taking work from Temporal');
  });
  return Promise.all([...stores(parts), temporal(parts.gateway), worker]);
}

export function projectorHealth(parts: Stores): Promise<readonly PartHealth[]> {
  return Promise.all([...stores(parts), partHealth('read-models', () => readModels(parts))]);
}

function stores({ db, log }: Stores): Promise<PartHealth>[] {
  return [partHealth('database', () => db.check()), partHealth('event-log', async () => void (await log.head()))];
}

function temporal(gateway: Pick<BindingGateway, 'check'>): Promise<PartHealth> {
  return partHealth('temporal', () => gateway.check());
}

/** A parked stream is one family's case that needs an operator: said here, but no reason to send everybody away. */
async function readModels({ db, log }: Stores): Promise<string | undefined> {
  const models = await lagOf(db, log);
  if (models.length === 0) throw new Failing('no projector has run yet');
  const bad = models.filter(isBad);
  if (bad.length > 0) throw new Failing(bad.map(standingOf).join(', '));
  const parked = models.filter((model) => model.parked > 0);
  if (parked.length === 0) return undefined;
  return parked.map((model) => `${model.readModel}: ${model.parked} parked`).join(', ');
}

async function lagOf(db: Database, log: EventLog): Promise<readonly ReadModelLag[]> {
  try {
    return await readModelLag(db, log, { mostCounted: 1 });
  } catch (error) {
    if (error instanceof Unavailable) throw new Failing('cannot be told while the event log does not answer');
    throw error;
  }
}

/** A parked stream of a strict read model stops all of it; the seconds grow with the next event. */
function isBad({ active, aheadOfLog, secondsBehind }: ReadModelLag): boolean {
  return !active || aheadOfLog || secondsBehind > MOST_BEHIND_SECONDS;
}

function standingOf({ readModel, active, aheadOfLog, secondsBehind, stopped }: ReadModelLag): string {
  if (aheadOfLog) return `${readModel}: ahead of the log, which was restored from an older copy`;
  if (!active) return `${readModel}: no projector has it in hand`;
  const behind = `${readModel}: ${Math.round(secondsBehind)} s behind`;
  return stopped ? `${behind}, before an event that it cannot apply` : behind;
}
