/** The second factor of staff: a secret in an authenticator application, and ten recovery codes that each serve once. */
import { createHash } from 'node:crypto';
import type { SqlDatabase } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { crockfordLetters } from '../opaque-secrets.js';
import { newSecret, stepOf } from './totp.js';

export const RECOVERY_CODES = 10;
const RECOVERY_LENGTH = 10;

interface FactorRow {
  readonly secret: string;
  readonly confirmed: boolean;
}

/** All methods @throws DatabaseUnavailable. */
export class SecondFactors {
  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
  ) {}

  async isSetUp(principalId: string): Promise<boolean> {
    return (await this.read(principalId))?.confirmed ?? false;
  }

  /** Makes a secret that counts once a code of it was entered. @returns undefined where a confirmed one is there */
  async begin(principalId: string): Promise<string | undefined> {
    const secret = newSecret();
    const sealed = await this.personalData.seal(secret, contextOf(principalId));
    const { rowCount } = await this.db.query(
      `insert into second_factors (principal_id, secret) values ($1, $2)
       on conflict (principal_id) do update set secret = excluded.secret, last_step = 0
       where second_factors.confirmed_at is null`,
      [principalId, sealed],
    );
    return rowCount === 1 ? secret : undefined;
  }

  /** Confirms the new secret by a code of it. @returns the recovery codes, shown this once; undefined for a wrong code */
  async confirm(principalId: string, code: string): Promise<readonly string[] | undefined> {
    const step = await this.stepFor(principalId, code, false);
    if (step === undefined) return undefined;
    const codes = Array.from({ length: RECOVERY_CODES }, () => crockfordLetters(RECOVERY_LENGTH));
    return this.db.transaction(async (tx) => {
      const { rowCount } = await tx.query(
        `update second_factors set confirmed_at = now(), last_step = $2
         where principal_id = $1 and confirmed_at is null and last_step < $2`,
        [principalId, step],
      );
      if (rowCount !== 1) return undefined;
      await tx.query('delete from recovery_codes where principal_id = $1', [principalId]);
      await tx.query('insert into recovery_codes (principal_id, code) select $1, unnest($2::bytea[])', [
        principalId,
        codes.map((one) => hashOf(principalId, one)),
      ]);
      return codes;
    });
  }

  /** Whether the code is right. Each serves once: a used step and an earlier one are refused, a recovery code is deleted. */
  async passes(principalId: string, code: string): Promise<boolean> {
    const typed = code.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
    if (!/^\d{6}$/.test(typed)) return this.takeRecoveryCode(principalId, typed);
    const step = await this.stepFor(principalId, typed, true);
    if (step === undefined) return false;
    const { rowCount } = await this.db.query(
      'update second_factors set last_step = $2 where principal_id = $1 and last_step < $2',
      [principalId, step],
    );
    return rowCount === 1;
  }

  async remove(principalId: string): Promise<void> {
    await this.db.query('delete from second_factors where principal_id = $1', [principalId]);
  }

  private async stepFor(principalId: string, code: string, confirmed: boolean): Promise<number | undefined> {
    const row = await this.read(principalId);
    if (row?.confirmed !== confirmed) return undefined;
    const secret = await this.personalData.open(row.secret, contextOf(principalId));
    return stepOf(secret, code.normalize('NFKC').replaceAll(/\s/g, ''), new Date());
  }

  private async takeRecoveryCode(principalId: string, typed: string): Promise<boolean> {
    const { rowCount } = await this.db.query('delete from recovery_codes where principal_id = $1 and code = $2', [
      principalId,
      hashOf(principalId, typed),
    ]);
    return rowCount === 1;
  }

  private async read(principalId: string): Promise<FactorRow | undefined> {
    const { rows } = await this.db.query<FactorRow>(
      'select secret, confirmed_at is not null as confirmed from second_factors where principal_id = $1',
      [principalId],
    );
    return rows[0];
  }
}

function contextOf(principalId: string): { readonly stream: string; readonly subject: string; readonly field: string } {
  return { stream: `staff-${principalId}`, subject: principalId, field: 'second-factor' };
}

/** 50 random bits need no slow hash. */
function hashOf(principalId: string, code: string): Buffer {
  return createHash('sha256').update(`${principalId}:${code}`, 'utf8').digest();
}
