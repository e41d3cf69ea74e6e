/** 重設密碼 at the counter: a one-time code in place of the password. The event says that, the code stands in no log. */
import { schoolStream } from '../../../domain/school/events.js';
import { CODE_HOURS, makeOneTimeCode, setOneTimeCode } from './one-time-code.js';
import { hashPassword } from './passwords.js';
import type { SchoolStreams } from '../roster/stream/school-streams.js';
import type { By } from '../roster/office/roster-office.js';

export interface OneTimeCode {
  /** To be shown once. */
  readonly oneTimeCode: string;
  readonly expiresAt: string;
}

/**
 * The old password, an earlier code and all sessions end at once. The same command again, its answer lost, gives a new
 * code and no new event.
 * @throws RosterBusy, Unavailable, DatabaseUnavailable: send the same command again
 */
export async function resetPassword(
  streams: SchoolStreams,
  { commandId, actor }: By,
  of: { readonly schoolId: string; readonly kind: 'student' | 'staff'; readonly id: string },
  reason: string,
): Promise<OneTimeCode> {
  const { db, personalData, now = () => new Date() } = streams.places;
  const oneTimeCode = makeOneTimeCode();
  const hash = await hashPassword(oneTimeCode);
  const expiresAt = new Date(now().getTime() + CODE_HOURS * 3_600_000).toISOString();
  const { schoolId, kind, id } = of;
  const written = await streams.write({ schoolId, commandId, actor }, async () => {
    const context = { stream: schoolStream(schoolId), subject: id, field: 'reason' };
    const sealed = await personalData.seal(reason, context);
    return {
      events: [{ type: 'PasswordReset', data: { subjectId: id, kind, reason: sealed, expiresAt } }],
      result: true,
      alongside: (tx) => setOneTimeCode(tx, { kind, id }, hash, expiresAt),
    };
  });
  if (written === null) await db.transaction((tx) => setOneTimeCode(tx, { kind, id }, hash, expiresAt));
  return { oneTimeCode, expiresAt };
}
