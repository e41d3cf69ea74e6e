/**
 * Random references that are equal for the same person or the same address. Events carry them in place of an HMAC,
 * because an HMAC of a national ID number can be reversed by trying them all; the table here can be erased.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';

export type ReferenceKind = 'person' | 'email';

export interface References {
  /** The reference of whoever has this ID number; made at its first use, the same for callers that race. */
  personRefOf(idNumber: string): Promise<string>;
  /** The reference of an address, compared without case. */
  emailRefOf(email: string): Promise<string>;
  /** As personRefOf, for many in two statements; in their order. */
  personRefsOf(idNumbers: readonly string[]): Promise<readonly string[]>;
  findPersonRef(idNumber: string): Promise<string | undefined>;
  /** Erases: the same value gets another reference afterwards, and nothing leads from the old one to a value. */
  forget(ref: string): Promise<void>;
}

export function createReferences(db: SqlQuery, config: Pick<Config, 'indexKey'>): References {
  const index = (kind: ReferenceKind, value: string) =>
    hmacIndex(config.indexKey, kind, kind === 'person' ? normalIdNumber(value) : normalEmail(value));

  async function find(kind: ReferenceKind, value: string): Promise<string | undefined> {
    const { rows } = await db.query<{ ref: string }>(
      'select ref from personal_references where kind = $1 and index = $2',
      [kind, index(kind, value)],
    );
    return rows[0]?.ref;
  }

  async function findOrMake(kind: ReferenceKind, value: string): Promise<string> {
    const known = await find(kind, value);
    if (known) return known;
    // The primary key decides a race; the no-op update makes the loser's statement answer with the winner's row.
    const { rows } = await db.query<{ ref: string }>(
      `insert into personal_references (kind, index, ref) values ($1, $2, $3)
       on conflict (kind, index) do update set kind = excluded.kind returning ref`,
      [kind, index(kind, value), randomUUID()],
    );
    const [row] = rows;
    if (!row) throw new Error('a reference was neither found nor made');
    return row.ref;
  }

  async function findOrMakeAll(indexes: readonly Buffer[]): Promise<readonly string[]> {
    const wanted = [...new Map(indexes.map((one) => [one.toString('hex'), one])).values()];
    await db.query(
      `insert into personal_references (kind, index, ref) select 'person', r.* from unnest($1::bytea[], $2::uuid[]) as r
       on conflict do nothing`,
      [wanted, wanted.map(() => randomUUID())],
    );
    const { rows } = await db.query<{ index: Buffer; ref: string }>(
      `select index, ref from personal_references where kind = 'person' and index = any($1::bytea[])`,
      [wanted],
    );
    const refs = new Map(rows.map((row) => [row.index.toString('hex'), row.ref]));
    return indexes.map((one) => {
      const ref = refs.get(one.toString('hex'));
      if (ref === undefined) throw new Error('a reference was neither found nor made');
      return ref;
    });
  }

  return {
    personRefOf: (idNumber) => findOrMake('person', idNumber),
    emailRefOf: (email) => findOrMake('email', email),
    personRefsOf: (idNumbers) => findOrMakeAll(idNumbers.map((idNumber) => index('person', idNumber))),
    findPersonRef: (idNumber) => find('person', idNumber),
    async forget(ref) {
      await db.query('delete from personal_references where ref = $1', [ref]);
    },
  };
}

/** HMAC-SHA256 of a value in its one form; `kind` keeps the look-up tables apart, so their rows cannot be joined. */
export function hmacIndex(indexKey: Buffer, kind: string, ...values: readonly string[]): Buffer {
  return createHmac('sha256', indexKey)
    .update(JSON.stringify([kind, ...values]), 'utf8')
    .digest();
}

/** Full-width letters and digits, lower case and blanks do not make another person. */
export function normalIdNumber(idNumber: string): string {
  return idNumber.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

export function normalEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}
