/** One-time codes by time (RFC 6238: SHA-1, six digits, 30 seconds), as every authenticator application makes them. */
import { Secret, TOTP } from 'otpauth';

const ISSUER = '親子帳號綁定';
const PERIOD_S = 30;
/** Steps that a clock may be off, before or after. */
const WINDOW = 1;

/** @returns 160 random bits in base 32 */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** @returns otpauth://…, for the QR code. */
export function uriOf(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** @returns the number of the 30-second step that the code belongs to; undefined for a wrong code */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret, 'any').validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_S) + delta;
}

function totpOf(secret: string, account: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label: account,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
    secret: Secret.fromBase32(secret),
  });
}
