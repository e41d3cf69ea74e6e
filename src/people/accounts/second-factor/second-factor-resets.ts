/** The way back for staff who lost their second factor and the recovery codes: two administrators remove it. */
import type { SqlDatabase } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { normal } from '../passwords.js';
import { endAllSessions } from '../session-store.js';

/** A request that nobody confirms is over after this. */
const ASKED_HOURS = 24;

/** All methods @throws DatabaseUnavailable. */
export class SecondFactorResets {
  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
  ) {}

  /** A later request replaces an earlier one. @returns whether there is exactly one such account */
  async ask(account: string, askedBy: string, reason: string): Promise<boolean> {
    const principalId = await this.principalOf(account);
    if (principalId === undefined) return false;
    const sealed = await this.personalData.seal(reason, {
      stream: `staff-${principalId}`,
      subject: principalId,
      field: 'second-factor-reset',
    });
    await this.db.query(
      `insert into second_factor_resets (principal_id, asked_by, reason) values ($1, $2, $3)
       on conflict (principal_id) do update set asked_by = excluded.asked_by, reason = excluded.reason, asked_at = now()`,
      [principalId, askedBy, sealed],
    );
    return true;
  }

  /** Removes the factor and ends every session of the account. */
  async confirm(account: string, confirmedBy: string): Promise<'done' | 'same-person' | 'none'> {
    const principalId = await this.principalOf(account);
    if (principalId === undefined) return 'none';
    return this.db.transaction(async (tx) => {
      const { rows } = await tx.query<{ askedBy: string }>(
        `select asked_by as "askedBy" from second_factor_resets
         where principal_id = $1 and asked_at > now() - interval '${ASKED_HOURS} hours' for update`,
        [principalId],
      );
      if (!rows[0]) return 'none';
      if (rows[0].askedBy === confirmedBy) return 'same-person';
      await tx.query('delete from second_factor_resets where principal_id = $1', [principalId]);
      await tx.query('delete from second_factors where principal_id = $1', [principalId]);
      await endAllSessions(tx, principalId);
      return 'done';
    });
  }

  private async principalOf(account: string): Promise<string | undefined> {
    if (account.includes('\0')) return undefined;
    const { rows } = await this.db.query<{ staffId: string }>(
      'select staff_id as "staffId" from staff_logins where account = $1 and ended_at is null limit 2',
      [normal(account).trim().toLowerCase()],
    );
    return rows.length === 1 ? rows[0]?.staffId : undefined;
  }
}
