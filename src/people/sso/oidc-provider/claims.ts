/** What a service is told of a person: by scope, never an ID number, a mobile or a full name. */
import type { AccountClaims } from 'oidc-provider';
import { pairwiseChild } from './pairwise.js';
import type { ProviderParts } from './provider-parts.js';

/** @param sector of the service that asks */
export async function claimsOf(
  { accounts, config }: Pick<ProviderParts, 'accounts' | 'config'>,
  accountId: string,
  sector: string,
  scopes: readonly string[],
): Promise<AccountClaims> {
  const [email, name, children] = await Promise.all([
    scopes.includes('email') ? accounts.emailOf(accountId) : null,
    scopes.includes('profile') ? accounts.maskedNameOf(accountId) : null,
    scopes.includes('children') ? accounts.childrenOf(accountId) : null,
  ]);
  return {
    sub: accountId,
    ...(email !== null && { email: email.email, email_verified: email.verified }),
    ...(scopes.includes('profile') && { ...(name !== null && { name }), locale: 'zh-TW' }),
    ...(children && {
      children: children.map(({ studentId, schoolId, classId, relation, since }) => ({
        id: pairwiseChild(config.indexKey, sector, studentId),
        school_id: schoolId,
        class_id: classId,
        relation,
        since,
      })),
    }),
  };
}
