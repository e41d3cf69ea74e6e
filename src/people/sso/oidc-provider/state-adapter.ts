/** The library's storage contract on PostgreSQL: identifiers are hashed, what belongs to them is sealed. */
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { DatabaseUnavailable, type SqlDatabase } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import * as rows from './state-rows.js';

/** One key seals what the provider remembers: it belongs to no person, and goes with the next sign-out. */
const SUBJECT = 'oidc-state';
/** For what the library gives no life: it does so for nothing that we use. */
const DEFAULT_LIFE_S = 600;

export interface StateParts {
  readonly db: SqlDatabase;
  readonly personalData: PersonalDataService;
}

/** @param model e.g. `Session`, `AccessToken` */
export function stateAdapter({ db, personalData }: StateParts, model: string): Adapter {
  const context = { stream: 'oidc', subject: SUBJECT, field: model };
  const open = async (row: rows.StateRow | undefined): Promise<AdapterPayload | undefined> => {
    if (!row) return undefined;
    const payload = JSON.parse((await personalData.openBytes(row.payload, context)).toString('utf8')) as AdapterPayload;
    return row.consumed === null ? payload : { ...payload, consumed: row.consumed };
  };

  return {
    upsert: (id, payload, lifeSeconds = DEFAULT_LIFE_S) =>
      orUnavailable(async () => {
        const sealed = await personalData.sealBytes(Buffer.from(JSON.stringify(payload), 'utf8'), context);
        const { uid, grantId, accountId, clientId } = payload;
        const row = { model, id, payload: sealed, lifeSeconds, grantId, accountId, clientId };
        if (model === 'Session' && uid !== undefined) await rows.saveSession(db, { ...row, uid });
        else await rows.saveState(db, row);
      }),
    find: (id) =>
      orUnavailable(async () =>
        open(model === 'Session' ? await rows.findSession(db, id) : await rows.findState(db, model, id)),
      ),
    findByUid: (uid) => orUnavailable(async () => open(await rows.findSessionByUid(db, uid))),
    // Only the device flow has user codes, and it is off.
    findByUserCode: () => Promise.resolve(undefined),
    destroy: (id) =>
      orUnavailable(async () => {
        // The library destroys the former identifier before it saves the new one: the row would be missing in between.
        if (model !== 'Session') await rows.deleteState(db, model, id);
      }),
    revokeByGrantId: (grantId) => orUnavailable(() => rows.deleteIssued(db, grantId, model)),
    consume: (id) =>
      orUnavailable(async () => {
        if (!(await rows.consumeState(db, model, id))) throw new errors.InvalidGrant('used at the same moment');
      }),
  };
}

/** For a session whose row is sealed with others: its authorizations by client. */
export async function openSessionPayload(
  { personalData }: Pick<StateParts, 'personalData'>,
  payload: Buffer,
): Promise<AdapterPayload> {
  const context = { stream: 'oidc', subject: SUBJECT, field: 'Session' };
  return JSON.parse((await personalData.openBytes(payload, context)).toString('utf8')) as AdapterPayload;
}

/** To answer "not found" while the database is away would sign people out: 503 lets the service ask again. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const unavailable = new errors.TemporarilyUnavailable('the provider cannot answer now');
    throw Object.assign(unavailable, { status: 503, statusCode: 503 });
  }
}
