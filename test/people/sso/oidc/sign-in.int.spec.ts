import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from './browser.js';
import { House, PASSWORD } from './house.js';
import { claimsIn, type Service } from './service.js';

let house: House;
let service: Service;

beforeAll(async () => {
  house = await House.start();
  await house.account('parent@example.org');
  service = await house.service('fees');
}, 60_000);

afterAll(() => house.stop());

describe('a sign-in for a service', () => {
  it('leads through sign-in and consent to tokens', async () => {
    const browser = new Browser();
    const tokens = await service.tokensOf(browser, 'Parent@Example.org', PASSWORD);
    expect(claimsIn(tokens.id_token)).toMatchObject({
      iss: house.issuer,
      aud: 'fees',
      amr: ['pwd'],
      nonce: 'nonce-of-the-tests',
    });
    const info = await service.userinfo(tokens.access_token);
    expect(await info.json()).toMatchObject({ email: 'parent@example.org', children: [], locale: 'zh-TW' });
  });
});
