/**
 * 忘記密碼 of staff: a link by mail to the address in the roster, good for 30 minutes and one use. A new letter ends the
 * link of the one before. The caller gets the same answer whether there is an account, an address, or neither.
 */
import type { SqlDatabase } from '../../../../eventstore/sql.js';
import type { Mailer } from '../../../notices/mailer.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { staffContext } from '../../roster/roster-place.js';
import { newToken, tokenHash } from '../opaque-secrets.js';
import type { PasswordRefusal } from '../password-policy.js';
import type { NamedAccount, SessionService } from '../session-service.js';
import { resetMail } from './reset-mail.js';

const LIFE_MINUTES = 30;
const LETTERS_AN_HOUR = 3;

export type ResetAnswer = 'done' | 'invalid-link' | PasswordRefusal;

/** All methods @throws DatabaseUnavailable. */
export class PasswordResets {
  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
    private readonly sessions: SessionService,
    private readonly mailer: Mailer,
    /** Address of the pages, without a slash at the end. */
    private readonly publicUrl: () => string,
  ) {}

  /** Sends a letter where there is an address. @throws MailUnavailable */
  async send({ login }: NamedAccount): Promise<void> {
    if (login?.kind !== 'staff') return;
    const email = await this.emailOf(login.principalId, login.home);
    if (email === undefined) return;
    const token = await this.newLink(login.principalId);
    if (token === undefined) return;
    await this.mailer.send(resetMail(email, `${this.publicUrl()}/reset/${token}`));
  }

  /** Sets the password. A refused password leaves the link in force. */
  async use(token: string, newPassword: string): Promise<ResetAnswer> {
    const { rows } = await this.db.query<{ principalId: string }>(
      'select principal_id as "principalId" from password_reset_links where token_hash = $1 and expires_at > now()',
      [tokenHash(token)],
    );
    const [link] = rows;
    if (!link) return 'invalid-link';
    const refusal = await this.sessions.resetPassword('staff', link.principalId, newPassword, async (tx) => {
      // The row stays: it counts the letters of the hour.
      const used = await tx.query(
        `update password_reset_links set expires_at = 'epoch' where token_hash = $1 and expires_at > now()`,
        [tokenHash(token)],
      );
      return used.rowCount === 1;
    });
    return refusal === 'wrong-password' ? 'invalid-link' : (refusal ?? 'done');
  }

  /** @returns undefined beyond three letters an hour */
  private async newLink(principalId: string): Promise<string | undefined> {
    const token = newToken();
    const { rowCount } = await this.db.query(
      `insert into password_reset_links as link (principal_id, token_hash, expires_at, letters, letters_since)
       values ($1, $2, now() + interval '${LIFE_MINUTES} minutes', 1, now())
       on conflict (principal_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at,
         letters = case when link.letters_since < now() - interval '1 hour' then 1 else link.letters + 1 end,
         letters_since = case when link.letters_since < now() - interval '1 hour' then now() else link.letters_since end
       where link.letters < ${LETTERS_AN_HOUR} or link.letters_since < now() - interval '1 hour'`,
      [principalId, tokenHash(token)],
    );
    return rowCount === 1 ? token : undefined;
  }

  private async emailOf(staffId: string, home: string | null): Promise<string | undefined> {
    const { rows } = await this.db.query<{ email: string | null }>('select email from staff where staff_id = $1', [
      staffId,
    ]);
    const sealed = rows[0]?.email;
    if (!sealed) return undefined;
    const [email] = await this.personalData.openWhatIsLeft([{ sealed, context: staffContext(home, staffId, 'email') }]);
    return email ?? undefined;
  }
}
