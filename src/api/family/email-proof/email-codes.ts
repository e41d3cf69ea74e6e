/** The six-digit codes that prove an address. Only the last one sent counts; each is tried at most five times. */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { CONFIG, DATABASE } from '../../http/parts/tokens.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { Config } from '../../../config/config.js';
import { hmacIndex } from '../../../people/privacy/references.js';

const LIFE_MS = 10 * 60 * 1000;
const MOST_TRIES = 5;
/** For one applicant, and to one address. */
const MOST_PER_HOUR = 5;

/** Whose address is to be proven. */
export interface Proving {
  readonly requestId: string;
  readonly applicantId: string;
  readonly emailRef: string;
}

export interface NewCode {
  /** In clear: for the mail, and nowhere else. */
  readonly code: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

export type Answered =
  | { readonly kind: 'right'; readonly codeId: string; readonly emailRef: string }
  | { readonly kind: 'refused'; readonly code: 'wrong-code' | 'code-expired' | 'too-many-tries' };

interface Row {
  readonly codeId: string;
  readonly emailRef: string;
  readonly hmac: Buffer;
  readonly expired: boolean;
  readonly answered: boolean;
}

/** All methods @throws DatabaseUnavailable. */
@Injectable()
export class EmailCodes {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param codeId the same for a call that is repeated: its code takes the place of the one that may not have gone out.
   * @returns null when enough were sent in the last hour.
   */
  async make(codeId: string, { requestId, applicantId, emailRef }: Proving): Promise<NewCode | null> {
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    const now = new Date();
    const expiresAt = new Date(now.getTime() + LIFE_MS).toISOString();
    return this.db.transaction(async (tx) => {
      // One after the other, or two clicks would both be the fifth.
      for (const one of [applicantId, emailRef].toSorted())
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`email-code ${one}`]);
      if ((await sentInTheLastHour(tx, codeId, applicantId, emailRef)) >= MOST_PER_HOUR) return null;
      await tx.query("delete from email_codes where sent_at < now() - interval '1 day'");
      await tx.query(
        `insert into email_codes (code_id, request_id, applicant_id, email_ref, code_hmac, sent_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (code_id) do update set code_hmac = excluded.code_hmac, email_ref = excluded.email_ref,
           sent_at = excluded.sent_at, expires_at = excluded.expires_at`,
        [codeId, requestId, applicantId, emailRef, this.hmacOf(codeId, code), now.toISOString(), expiresAt],
      );
      return { code, expiresAt };
    });
  }

  /** A try. The right code stays right, so that an answer that was lost can be asked for again. */
  async answer(applicantId: string, typed: string): Promise<Answered> {
    const row = await this.newest(applicantId);
    if (!row) return { kind: 'refused', code: 'code-expired' };
    const { codeId, emailRef } = row;
    const isRight = timingSafeEqual(row.hmac, this.hmacOf(codeId, digitsOf(typed)));
    if (row.answered) return isRight ? { kind: 'right', codeId, emailRef } : { kind: 'refused', code: 'wrong-code' };
    if (row.expired) return { kind: 'refused', code: 'code-expired' };
    if (!(await this.countTry(codeId))) return { kind: 'refused', code: 'too-many-tries' };
    if (!isRight) return { kind: 'refused', code: 'wrong-code' };
    await this.db.query('update email_codes set answered_at = now() where code_id = $1', [codeId]);
    return { kind: 'right', codeId, emailRef };
  }

  private async newest(applicantId: string): Promise<Row | undefined> {
    const { rows } = await this.db.query<Row>(
      `select code_id as "codeId", email_ref as "emailRef", code_hmac as hmac,
         expires_at <= now() as expired, answered_at is not null as answered
       from email_codes where applicant_id = $1 order by sent_at desc, code_id limit 1`,
      [applicantId],
    );
    return rows[0];
  }

  /** Counted before it is judged: tries at the same moment are not more tries. */
  private async countTry(codeId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update email_codes set tries = tries + 1 where code_id = $1 and tries < $2',
      [codeId, MOST_TRIES],
    );
    return rowCount === 1;
  }

  private hmacOf(codeId: string, code: string): Buffer {
    return hmacIndex(this.config.indexKey, 'email-code', codeId, code);
  }
}

async function sentInTheLastHour(tx: SqlQuery, codeId: string, applicantId: string, emailRef: string): Promise<number> {
  const { rows } = await tx.query<{ sent: number }>(
    `select count(*)::int as sent from email_codes
     where (applicant_id = $1 or email_ref = $2) and code_id <> $3 and sent_at > now() - interval '1 hour'`,
    [applicantId, emailRef, codeId],
  );
  return rows[0]?.sent ?? 0;
}

/** Full-width digits and blanks are the same code. */
function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/\s/gu, '');
}
