/** What each role needs: /health/ready names what is missing or lags behind. */
import { Unopenable } from '../../../activities/ports/personal-data.js';
import { AccessDenied, Unavailable, type EventLog } from '../../../eventstore/port.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { foreignSeen } from '../../../projections/audit-trail/foreign-streams.js';
import { quarantinedStreams } from '../../../projections/runner/quarantine.js';
import { readModelLag, type ReadModelLag } from '../../../projections/runner/lag.js';
import type { BindingGateway } from '../../adapters/temporal/binding-gateway.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import { assertMasterKeyOpens } from '../../people/privacy/master-key-check.js';
import { assertRoom } from './disk-space.js';
import { outside } from './outside.js';
import { Failing, HealthOfParts, type Ask } from '../../api/http/parts/part-health.js';

/** Pages older than this are no longer what happened. */
const MOST_BEHIND_SECONDS = 10;

/** Streams in quarantine that are named. */
const MOST_NAMED = 3;

interface Stores {
  /** Connections of its own: a pool that is busy with people is no reason to call the database away. */
  readonly db: Database;
  readonly log: EventLog;
}

interface Keys {
  readonly masterKey: Buffer;
}

export function apiHealth(
  parts: Stores & { readonly gateway: Pick<BindingGateway, 'check'> },
  config: Pick<Config, 'masterKey' | 'dataDir' | 'smtpUrl' | 'clamdAddress'>,
): HealthOfParts {
  return new HealthOfParts({
    ...stores(parts),
    temporal: () => parts.gateway.check(),
    'read-models': () => readModels(parts),
    keys: () => keys(parts.db, config.masterKey),
    disk: () => assertRoom(config.dataDir),
    ...outside(config),
  });
}

/** @param isWorking whether it asks Temporal for work. */
export function workerHealth(
  parts: Stores & Keys & { readonly gateway: Pick<BindingGateway, 'check'>; readonly isWorking: () => boolean },
): HealthOfParts {
  return new HealthOfParts({
    ...stores(parts),
    temporal: () => parts.gateway.check(),
    async worker() {
      if (!parts.isWorking()) throw new Failing('is not taking work from Temporal');
    },
    keys: () => keys(parts.db, parts.masterKey),
  });
}

export function projectorHealth(parts: Stores): HealthOfParts {
  return new HealthOfParts({ ...stores(parts), 'read-models': () => readModels(parts) });
}

function stores({ db, log }: Stores): Record<'database' | 'event-log', Ask> {
  return { database: () => db.check(), 'event-log': () => eventLog(log) };
}

async function eventLog(log: EventLog): Promise<void> {
  try {
    await (log.checkAccess?.() ?? log.head());
  } catch (error) {
    if (error instanceof AccessDenied) throw new Failing(error.message);
    throw error;
  }
}

async function keys(db: SqlQuery, masterKey: Buffer): Promise<void> {
  try {
    await assertMasterKeyOpens(db, masterKey);
  } catch (error) {
    if (error instanceof Unopenable) throw new Failing('MASTER_KEY does not open what is stored: it is another one');
    throw error;
  }
}

/** A parked stream is one family's case that needs an operator, and others may write to the same server: said here, no more. */
async function readModels({ db, log }: Stores): Promise<string | undefined> {
  const models = await lagOf(db, log);
  if (models.length === 0) throw new Failing('no projector has run yet');
  const bad = models.filter(isBad);
  if (bad.length > 0) throw new Failing(bad.map(standingOf).join(', '));
  const told = models.filter(({ parked }) => parked > 0).map((model) => `${model.readModel}: ${model.parked} parked`);
  for (const { readModel, stream } of await quarantinedStreams(db, MOST_NAMED))
    told.push(`${readModel}: ${stream} in quarantine`);
  const foreign = await foreignSeen(db);
  if (foreign.events > 0)
    told.push(`left out ${foreign.events} events of others in the event store, as in ${foreign.streams.join(', ')}`);
  return told.length === 0 ? undefined : told.join(', ');
}

async function lagOf(db: Database, log: EventLog): Promise<readonly ReadModelLag[]> {
  try {
    return await readModelLag(db, log, { mostCounted: 1 });
  } catch (error) {
    if (error instanceof AccessDenied) throw new Failing('is unknown while the event log denies access');
    if (error instanceof Unavailable) throw new Failing('is unknown while the event log does not answer');
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
