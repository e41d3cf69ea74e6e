/** When a person is asked to sign in, and for what a grant stands without asking. */
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { findConsent } from './consents.js';
import type { ProviderParts } from './provider-parts.js';

/** The library's own policy, and before all else: who is signed in with an account that is disabled signs in anew. */
export function promptPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const gone = new interactionPolicy.Check(
    'account_gone',
    'End-User authentication is required',
    'login_required',
    ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
  );
  policy.get('login')?.checks.add(gone, 0);
  return policy;
}

/** The session's own grant, else one made from the consent that the person gave earlier, in whatever browser. */
export async function existingGrant({ db }: Pick<ProviderParts, 'db'>, { oidc }: KoaContextWithOIDC) {
  const { client, account, session, result, provider } = oidc;
  if (!client || !account) return undefined;
  const { clientId } = client;
  const { accountId } = account;
  const grantId = result?.consent?.grantId ?? session?.grantIdFor(clientId);
  const held = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (held?.accountId === accountId) return held;
  const consent = await findConsent(db, accountId, clientId);
  if (!consent) return undefined;
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(['openid', ...consent.granted].join(' '));
  if (consent.refused.length > 0) grant.rejectOIDCScope(consent.refused.join(' '));
  await grant.save();
  return grant;
}
