/** Names of people and children that differ from sector to sector, so that two services cannot put together what they know. */
import { hmacIndex } from '../../privacy/references.js';

/** `sub`. @param sector of the client, set at its registration */
export function pairwiseSubject(indexKey: Buffer, sector: string, accountId: string): string {
  return hmacIndex(indexKey, 'oidc-sub', sector, accountId).toString('base64url');
}

/** `children[].id`. */
export function pairwiseChild(indexKey: Buffer, sector: string, studentId: string): string {
  return hmacIndex(indexKey, 'oidc-child', sector, studentId).toString('base64url');
}
