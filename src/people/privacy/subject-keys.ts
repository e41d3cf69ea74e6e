import { randomBytes } from 'node:crypto';
import { Unopenable } from '../../../activities/ports/personal-data.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { KeyCache } from './key-cache.js';
import { unwrapKey, wrapKey } from './sealing.js';

interface KeyRow {
  readonly subject: string;
  readonly wrapped: Buffer | null;
}

/** One random 256-bit key per person, wrapped under MASTER_KEY; the key in clear exists in memory only. */
export class SubjectKeys {
  constructor(
    private readonly db: SqlQuery,
    private readonly masterKey: Buffer,
    private readonly cache: KeyCache = new KeyCache(),
  ) {}

  /** Makes the key at its first use; callers that race get the same one. @throws Unopenable when it was erased. */
  async toSeal(subject: string): Promise<Buffer> {
    const known = this.cache.get(subject);
    if (known) return known;
    const wrapped = wrapKey(this.masterKey, randomBytes(32), subject);
    await this.db.query('insert into subject_keys (subject, wrapped) values ($1, $2) on conflict do nothing', [
      subject,
      wrapped,
    ]);
    return this.toOpen(subject);
  }

  /** As toSeal, in two statements; subjects whose key was erased are absent. */
  async allToSeal(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const missing = [...new Set(subjects)].filter((subject) => !this.cache.get(subject));
    if (missing.length > 0) {
      await this.db.query(
        `insert into subject_keys (subject, wrapped) select * from unnest($1::text[], $2::bytea[]) on conflict do nothing`,
        [missing, missing.map((subject) => wrapKey(this.masterKey, randomBytes(32), subject))],
      );
    }
    return this.allToOpen(subjects);
  }

  /** @throws Unopenable when there is none (any more). */
  async toOpen(subject: string): Promise<Buffer> {
    const key = (await this.allToOpen([subject])).get(subject);
    if (!key) throw new Unopenable('erased');
    return key;
  }

  /** In one query; subjects without a key are absent. */
  async allToOpen(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const keys = new Map<string, Buffer>();
    const missing = new Set<string>();
    for (const subject of subjects) {
      const known = this.cache.get(subject);
      if (known) keys.set(subject, known);
      else missing.add(subject);
    }
    if (missing.size === 0) return keys;
    const { rows } = await this.db.query<KeyRow>('select subject, wrapped from subject_keys where subject = any($1)', [
      [...missing],
    ]);
    for (const { subject, wrapped } of rows) {
      if (!wrapped) continue;
      const key = unwrapKey(this.masterKey, wrapped, subject);
      this.cache.put(subject, key);
      keys.set(subject, key);
    }
    return keys;
  }

  /** For good. Other processes forget the key within the cache's life time. */
  async erase(subject: string): Promise<void> {
    this.cache.delete(subject);
    await this.db.query(
      `insert into subject_keys (subject, wrapped, erased_at) values ($1, null, now())
       on conflict (subject) do update set wrapped = null, erased_at = coalesce(subject_keys.erased_at, now())`,
      [subject],
    );
  }
}
