/** Whether each part of the system does its work, asked side by side and never for long. */
import { readModelPositions } from '../../projections/read-model-positions.js';
import type { ApiParts } from '../http/api-parts.js';

export interface PartHealth {
  readonly name: string;
  readonly status: 'ok' | 'failing';
  readonly detail?: string;
}

/** Pages older than this are no longer what happened. */
const MOST_BEHIND_SECONDS = 10;
const PATIENCE_MS = 2500;

export async function partsHealth(parts: Pick<ApiParts, 'db' | 'log' | 'gateway'>): Promise<readonly PartHealth[]> {
  return Promise.all([
    part('database', () => parts.db.check()),
    part('event-log', async () => void (await parts.log.head())),
    part('temporal', () => parts.gateway.check()),
    part('read-models', () => readModels(parts)),
  ]);
}

/** A parked stream is one family's case that needs an operator: said here, but no reason to send everybody away. */
async function readModels({ db }: Pick<ApiParts, 'db'>): Promise<string | undefined> {
  const models = await readModelPositions(db);
  if (models.length === 0) throw new Late('no projector has run yet');
  const bad = models.filter(
    ({ active, aheadOfLog, behindSeconds }) => !active || aheadOfLog || behindSeconds > MOST_BEHIND_SECONDS,
  );
  if (bad.length > 0)
    throw new Late(
      bad.map(({ readModel, behindSeconds }) => `${readModel}: ${Math.round(behindSeconds)} s behind`).join(', '),
    );
  const parked = models.filter((model) => model.parked > 0);
  if (parked.length === 0) return undefined;
  return parked.map((model) => `${model.readModel}: ${model.parked} parked`).join(', ');
}

/** Its message is ours and may be shown; that of another error may not. */
class Late extends Error {}

/** @param ask throws when the part fails; may answer with what an operator should know of a part that works. */
async function part(name: string, ask: () => Promise<string | void>): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late('does not answer in time')), PATIENCE_MS);
  });
  try {
    const detail = await Promise.race([ask(), tooLong]);
    return { name, status: 'ok', ...(typeof detail === 'string' && { detail }) };
  } catch (error) {
    return { name, status: 'failing', detail: error instanceof Late ? error.message : 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}
