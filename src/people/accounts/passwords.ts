import { randomBytes } from 'node:crypto';
import { Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. Its const enum is not usable by name here. */
const ARGON2ID: Algorithm = 2;
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Made once per process: what an unknown account is compared with, so that it takes as long as a known one. */
let nobodysHash: Promise<string> | undefined;

/** → a PHC string (`$argon2id$…`) with its own random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), COST);
}

/** Null as the hash takes as long as any other and never matches. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(32).toString('base64'));
  const matches = await verify(passwordHash ?? (await nobodysHash), normal(password));
  return passwordHash !== null && matches;
}

/** NIST SP 800-63B, 3.1.1.2: the same characters typed on another keyboard are the same password. */
export function normal(password: string): string {
  return password.normalize('NFKC');
}
