/** Captchas: each is kept as an HMAC of its letters, lives five minutes, and is used up by one try. */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { Config } from '../../../config/config.js';
import { hmacIndex } from '../../privacy/references.js';
import { captchaPicture, captchaText } from './captcha-picture.js';
import { alternativeFor, captchaOfSolution, type Alternative } from './proof-of-work.js';

const LIFE_MS = 5 * 60_000;
/** Rows that one call of the clean-up deletes. */
const MOST_FORGOTTEN = 10_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface NewCaptcha {
  readonly id: string;
  /** Data URL of a PNG. */
  readonly image: string;
  readonly alternative: Alternative;
  readonly expiresAt: Date;
}

/** All methods @throws DatabaseUnavailable. */
export class Captchas {
  constructor(
    private readonly db: SqlQuery,
    private readonly config: Pick<Config, 'indexKey'>,
  ) {}

  async make(): Promise<NewCaptcha> {
    const id = randomUUID();
    const text = captchaText();
    const expiresAt = new Date(Date.now() + LIFE_MS);
    const [picture, alternative] = await Promise.all([
      captchaPicture(text),
      alternativeFor(this.config.indexKey, id, expiresAt),
    ]);
    await this.db.query('insert into captchas (captcha_id, answer, expires_at) values ($1, $2, $3)', [
      id,
      this.answerOf(id, text),
      expiresAt,
    ]);
    return { id, image: `data:image/png;base64,${picture.toString('base64')}`, alternative, expiresAt };
  }

  /**
   * Uses the captcha up, whatever the answer is.
   * @param captcha what the client sent, of any form: {id, answer} or {altcha}
   * @returns whether it is the right answer to a captcha that is still there
   */
  async isSolved(captcha: unknown): Promise<boolean> {
    if (typeof captcha !== 'object' || captcha === null) return false;
    const { id, answer, altcha } = captcha as { id?: unknown; answer?: unknown; altcha?: unknown };
    if (altcha !== undefined) {
      const captchaId = await captchaOfSolution(this.config.indexKey, altcha);
      return captchaId !== undefined && (await this.take(captchaId)) !== undefined;
    }
    if (typeof id !== 'string' || !UUID.test(id)) return false;
    const right = await this.take(id.toLowerCase());
    if (!right || typeof answer !== 'string' || answer.length > 100) return false;
    return timingSafeEqual(right, this.answerOf(id.toLowerCase(), answer));
  }

  /** Deletes the row. @returns the HMAC of its letters; undefined where it was used up or is too old */
  private async take(id: string): Promise<Buffer | undefined> {
    const { rows } = await this.db.query<{ answer: Buffer; alive: boolean }>(
      'delete from captchas where captcha_id = $1 returning answer, expires_at > now() as alive',
      [id],
    );
    return rows[0]?.alive ? rows[0].answer : undefined;
  }

  /** Small and full-width letters count as capitals of half width. */
  private answerOf(id: string, text: string): Buffer {
    const letters = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
    return hmacIndex(this.config.indexKey, 'captcha', id, letters);
  }
}

/** Deletes captchas whose time is over, at most 10,000 a call. @returns how many. @throws DatabaseUnavailable */
export async function forgetCaptchas(db: SqlQuery): Promise<number> {
  const { rowCount } = await db.query(
    `delete from captchas where captcha_id in (select captcha_id from captchas where expires_at < now() limit $1)`,
    [MOST_FORGOTTEN],
  );
  return rowCount;
}
