/** What the plans of the OpenID conformance suite need and we do not offer: each was seen as a failure without it. */
import type { Configuration } from 'oidc-provider';

export function adjustForSuite(configuration: Configuration): Configuration {
  return {
    ...configuration,
    // Its clients of the basic plan know no PKCE.
    pkce: { ...configuration.pkce, required: () => false },
    // One module posts to the authorization endpoint, from another site.
    enableHttpPostMethods: true,
    cookies: { ...configuration.cookies, long: { ...configuration.cookies?.long, sameSite: 'none' } },
    // The suite listens on loopback. Its front's certificate is trusted by NODE_EXTRA_CA_CERTS.
    fetch(address, options) {
      const { dispatcher: _refusesPrivateAddresses, ...rest } = (options ?? {}) as RequestInit & {
        readonly dispatcher?: unknown;
      };
      return fetch(address, rest);
    },
  };
}
