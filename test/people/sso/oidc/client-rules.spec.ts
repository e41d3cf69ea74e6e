import { describe, expect, it } from '@jest/globals';
import { checkClient, type WantedClient } from '../../../../src/people/sso/oidc-provider/client-rules.js';
import { ClientRates } from '../../../../src/people/sso/oidc-provider/client-rates.js';
import { sessionLife } from '../../../../src/people/sso/oidc-provider/lives.js';
import { hashOfSecret, isSecret } from '../../../../src/people/sso/oidc-provider/client-registry.js';

const GOOD: WantedClient = {
  id: 'library',
  name: '圖書館',
  nameEn: 'Library',
  purpose: '借閱',
  purposeEn: 'Lending',
  sector: 'library',
  scope: 'openid children',
  redirectUri: ['https://library.example.org/callback'],
  postLogoutRedirectUri: [],
};

describe('the registration of a service', () => {
  it('is taken as it should be', () => {
    expect(checkClient(GOOD, false)).toMatchObject({ client: { id: 'library', scopes: ['openid', 'children'] } });
  });

  it.each([
    'http://library.example.org/callback',
    'https://user:secret@library.example.org/callback',
    'https://user@library.example.org/callback',
    'https://library.example.org/callback#part',
    'https://*.example.org/callback',
    'https://library.example.org/call back',
    'https://library.example.org\\@evil.example/',
    'javascript:alert(1)',
    'com.example.app:/callback',
    '/callback',
    '',
    'http://127.0.0.1:3001/callback',
  ])('is refused with the address %s', (address) => {
    const everywhere = [
      { redirectUri: [address] },
      { redirectUri: ['https://library.example.org/callback', address] },
      { postLogoutRedirectUri: [address] },
      { backchannelLogoutUri: address },
      { homeUri: address },
    ];
    for (const change of everywhere) expect(checkClient({ ...GOOD, ...change }, false)).toHaveProperty('refused');
  });

  it.each(['http://127.0.0.1:3001/callback', 'http://localhost:3001/callback', 'http://[::1]:3001/callback'])(
    'is taken with %s in the demonstration only',
    (address) => {
      expect(checkClient({ ...GOOD, redirectUri: [address] }, true)).toHaveProperty('client');
      expect(checkClient({ ...GOOD, redirectUri: [address] }, false)).toHaveProperty('refused');
      expect(checkClient({ ...GOOD, redirectUri: ['http://10.0.0.1/callback'] }, true)).toHaveProperty('refused');
    },
  );

  it.each([
    ['no redirect address', { redirectUri: [] }],
    ['an unknown scope', { scope: 'openid offline_access' }],
    ['no openid', { scope: 'email' }],
    ['an id with a blank', { id: 'li brary' }],
    ['no sector', { sector: '' }],
    ['no purpose', { purpose: ' ' }],
    ['an unknown algorithm', { idTokenAlg: 'HS256' }],
    ['no requests', { requestsPerMinute: 0 }],
  ])('is refused with %s', (_what, change) => {
    expect(checkClient({ ...GOOD, ...change }, true)).toHaveProperty('refused');
  });
});

describe('secrets and bounds', () => {
  it('knows the secret and the one before, and neither by its hash', () => {
    const stored = `${hashOfSecret('new')}.${hashOfSecret('old')}`;
    expect(['new', 'old', 'other', hashOfSecret('new'), stored, ''].map((one) => isSecret(stored, one))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('counts each client by itself, for a minute', () => {
    let now = 0;
    const rates = new ClientRates(() => now);
    expect([rates.take('a', 2), rates.take('a', 2), rates.take('a', 2), rates.take('b', 2)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    now = 60_001;
    expect(rates.take('a', 2)).toBe(true);
  });

  it('ends a session twelve hours after the sign-in, however late it is used', () => {
    expect(sessionLife(1_000, 1_000)).toBe(12 * 3600);
    expect(sessionLife(1_000, 1_000 + 11 * 3600)).toBe(3600);
    expect(sessionLife(1_000, 1_000 + 13 * 3600)).toBe(1);
  });
});
