import type { SqlQuery } from '../../../eventstore/sql.js';
import { unwrapKey } from './sealing.js';

/**
 * Whether the keys of people that are stored were wrapped under this master key: with another one every page would fail.
 * @throws Unopenable when they were not, DatabaseUnavailable
 */
export async function assertMasterKeyOpens(db: SqlQuery, masterKey: Buffer): Promise<void> {
  const { rows } = await db.query<{ subject: string; wrapped: Buffer }>(
    'select subject, wrapped from subject_keys where wrapped is not null limit 1',
  );
  for (const { subject, wrapped } of rows) unwrapKey(masterKey, wrapped, subject);
}
