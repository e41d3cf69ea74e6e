/** ALTCHA's proof of work (altcha-lib 2, PBKDF2/SHA-256): the alternative for people who cannot see the picture. */
import { randomInt } from 'node:crypto';
import { createChallenge, verifySolution, type Challenge, type Solution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { hmacIndex } from '../../privacy/references.js';

/** Rounds of PBKDF2 and tries: about two seconds on a phone, 7 ms here to make one. */
const COST = 5_000;
const FEWEST_TRIES = 500;
const MOST_TRIES = 1_000;
/** A solution has a challenge of some hundred bytes in it. */
const LONGEST = 4_000;

export type Alternative = Challenge;

/** The challenge that goes with the captcha of this id, and dies with it. */
export function alternativeFor(indexKey: Buffer, captchaId: string, expiresAt: Date): Promise<Alternative> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: COST,
    counter: randomInt(FEWEST_TRIES, MOST_TRIES),
    deriveKey,
    data: { captchaId },
    expiresAt,
    ...secretsOf(indexKey),
  });
}

/** @returns the id of the captcha that the solution belongs to; undefined for everything that is no right solution */
export async function captchaOfSolution(indexKey: Buffer, altcha: unknown): Promise<string | undefined> {
  if (typeof altcha !== 'string' || altcha.length > LONGEST) return undefined;
  try {
    const { challenge, solution } = JSON.parse(Buffer.from(altcha, 'base64').toString('utf8')) as {
      challenge: Challenge;
      solution: Solution;
    };
    const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secretsOf(indexKey) });
    const captchaId = challenge.parameters.data?.['captchaId'];
    return verified && typeof captchaId === 'string' ? captchaId : undefined;
  } catch {
    // The library throws for parameters that it does not know; a solution of any other form is wrong, too.
    return undefined;
  }
}

function secretsOf(indexKey: Buffer): {
  readonly hmacSignatureSecret: string;
  readonly hmacKeySignatureSecret: string;
} {
  return {
    hmacSignatureSecret: hmacIndex(indexKey, 'altcha', 'challenge').toString('hex'),
    hmacKeySignatureSecret: hmacIndex(indexKey, 'altcha', 'key').toString('hex'),
  };
}
