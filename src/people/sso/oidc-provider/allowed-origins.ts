type Fetch = typeof fetch;

/**
 * The library refuses to call private addresses, so that nobody uses it to look around inside our network. Services inside
 * the city's network are told all the same where an operator lists their origins.
 */
export function callAllowed(origins: readonly string[]): Fetch {
  return (url, options) => {
    const address = typeof url === 'string' ? url : 'href' in url ? url.href : url.url;
    if (!origins.includes(new URL(address).origin)) return fetch(url, options);
    const { dispatcher: _refusesPrivateAddresses, ...rest } = (options ?? {}) as RequestInit & {
      readonly dispatcher?: unknown;
    };
    return fetch(url, rest);
  };
}
