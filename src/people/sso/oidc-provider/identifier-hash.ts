import { createHash } from 'node:crypto';

/** Under this an identifier that is a secret (a code, a token, a cookie) stands in a table. */
export function identifierHash(identifier: string): Buffer {
  return createHash('sha256').update(identifier, 'utf8').digest();
}
