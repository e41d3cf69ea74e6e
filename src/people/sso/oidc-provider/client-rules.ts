/** What a service's registration must be like. The library takes plain http and passwords in addresses; we do not. */
import { ALGORITHMS, type Algorithm } from './signing-keys.js';
import { isScope, SCOPES, type Scope } from './scopes.js';

export interface ClientRegistration {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly purpose: string;
  readonly purposeEn: string;
  /** Decides every `sub` and every child's id, so that it never changes. */
  readonly sector: string;
  readonly scopes: readonly Scope[];
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri?: string | undefined;
  readonly homeUri?: string | undefined;
  readonly idTokenAlg?: Algorithm | undefined;
  readonly requestsPerMinute?: number | undefined;
}

/** As it comes from the command line or a file. */
export interface WantedClient {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly purpose: string;
  readonly purposeEn: string;
  readonly sector: string;
  /** Scopes with spaces between them. */
  readonly scope: string;
  readonly redirectUri: readonly string[];
  readonly postLogoutRedirectUri: readonly string[];
  readonly backchannelLogoutUri?: string | undefined;
  readonly homeUri?: string | undefined;
  readonly idTokenAlg?: string | undefined;
  readonly requestsPerMinute?: number | undefined;
}

export type CheckedClient = { readonly client: ClientRegistration } | { readonly refused: string };

export const CLIENT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const SECTOR = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const LONGEST_WORDS = 200;
const MOST_ADDRESSES = 20;
const LONGEST_ADDRESS = 1_000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** @param loopback whether http on loopback may be registered (embedded mode only) */
export function checkClient(wanted: WantedClient, loopback: boolean): CheckedClient {
  const scopes = [...new Set(wanted.scope.split(/\s+/).filter((scope) => scope !== ''))];
  const refused =
    wrongNames(wanted) ??
    wrongScopes(scopes) ??
    wrongAddresses(wanted, loopback) ??
    (wanted.requestsPerMinute !== undefined && !isRate(wanted.requestsPerMinute)
      ? 'the requests a minute are a whole number from 1 to 1000000'
      : undefined) ??
    (wanted.idTokenAlg !== undefined && !ALGORITHMS.some((alg) => alg === wanted.idTokenAlg)
      ? `the algorithm of ID tokens is one of ${ALGORITHMS.join(', ')}`
      : undefined);
  if (refused !== undefined) return { refused };
  const { id, sector, redirectUri, postLogoutRedirectUri, backchannelLogoutUri, homeUri, requestsPerMinute } = wanted;
  return {
    client: {
      id,
      name: wanted.name.trim(),
      nameEn: wanted.nameEn.trim(),
      purpose: wanted.purpose.trim(),
      purposeEn: wanted.purposeEn.trim(),
      sector,
      scopes: scopes.filter(isScope),
      redirectUris: [...redirectUri],
      postLogoutRedirectUris: [...postLogoutRedirectUri],
      backchannelLogoutUri,
      homeUri,
      idTokenAlg: ALGORITHMS.find((alg) => alg === wanted.idTokenAlg),
      requestsPerMinute,
    },
  };
}

function wrongNames({ id, sector, ...words }: WantedClient): string | undefined {
  if (!CLIENT_ID.test(id)) return 'an id has 1 to 64 letters, digits, . _ - and begins with a letter or a digit';
  if (!SECTOR.test(sector)) return 'a sector has 1 to 100 letters, digits, . _ - and begins with a letter or a digit';
  const named = { name: words.name, 'name-en': words.nameEn, purpose: words.purpose, 'purpose-en': words.purposeEn };
  for (const [name, text] of Object.entries(named)) {
    if (text.trim() === '') return `${name} is missing`;
    if (text.length > LONGEST_WORDS || /\p{Cc}/u.test(text))
      return `${name} has at most ${LONGEST_WORDS} characters, all of which can be printed`;
  }
  return undefined;
}

function wrongScopes(scopes: readonly string[]): string | undefined {
  const unknown = scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined) return `there is no scope ${JSON.stringify(unknown)}: the scopes are ${SCOPES.join(', ')}`;
  return scopes.includes('openid') ? undefined : 'the scope openid must be among the scopes';
}

function wrongAddresses(wanted: WantedClient, loopback: boolean): string | undefined {
  const { redirectUri, postLogoutRedirectUri, backchannelLogoutUri, homeUri } = wanted;
  if (redirectUri.length === 0) return 'at least one redirect address is needed';
  if (redirectUri.length > MOST_ADDRESSES || postLogoutRedirectUri.length > MOST_ADDRESSES)
    return `there are at most ${MOST_ADDRESSES} addresses of a kind`;
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['redirect address', redirectUri],
    ['post-logout address', postLogoutRedirectUri],
    ['back-channel address', listed(backchannelLogoutUri)],
    ['home address', listed(homeUri)],
  ];
  for (const [kind, addresses] of kinds) {
    const wrong = addresses.map((address) => wrongAddress(address, loopback)).find((one) => one !== undefined);
    if (wrong !== undefined) return `a ${kind} ${wrong}`;
  }
  return undefined;
}

/** The end of a sentence; undefined where the address may be registered. */
function wrongAddress(address: string, loopback: boolean): string | undefined {
  const url = URL.parse(address);
  if (!url || address.length > LONGEST_ADDRESS || /[\s\\\p{Cc}]/u.test(address)) return 'is no absolute address';
  if (address.includes('*')) return 'must name one place: no * in it';
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/\/[^/?#]*@/i.test(address))
    return 'must not contain a user or a password';
  if (address.includes('#')) return 'must not contain a fragment (#)';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return 'must be https';
  if (!LOOPBACK.includes(url.hostname)) return 'must be https';
  return loopback ? undefined : 'must be https (http on this machine is for the demonstration only)';
}

function isRate(rate: number): boolean {
  return Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000;
}

function listed(address: string | undefined): readonly string[] {
  return address === undefined ? [] : [address];
}
