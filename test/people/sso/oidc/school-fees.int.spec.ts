/** 校園繳費, as a browser without script uses it, and what it makes of logout tokens. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerSchoolFees } from '../../../../src/people/sso/oidc-provider/school-fees-client.js';
import { freePort } from '../../../../src/processes/free-port.js';
import { SchoolFees } from '../../../../src/tools/school-fees/server.js';
import { Browser } from './browser.js';
import { House, PASSWORD } from './house.js';

const EMAIL = 'parent@example.org';
const SECRET = 'a-secret-that-is-long-enough-for-a-test';
let house: House;
let service: SchoolFees;
let origin: string;

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  house = await House.start({ schoolFeesPort: port, backchannelOrigins: [origin] });
  await house.account(EMAIL);
  await registerSchoolFees(house.db, port, SECRET);
  service = new SchoolFees({ issuer: house.issuer, clientId: 'school-fees', clientSecret: SECRET, port, origin });
  await service.listen();
}, 60_000);

afterAll(async () => {
  await service.stop();
  await house.stop();
});

async function signsIn(browser: Browser): Promise<string> {
  let page = await browser.open(`${origin}/sign-in`);
  page = await browser.submit(page, { email: EMAIL, password: PASSWORD });
  if (page.text.includes('name="answer"')) page = await browser.submit(page, {});
  return page.text;
}

describe('校園繳費', () => {
  it('signs in, shows who it is, and signs out of both', async () => {
    const browser = new Browser();
    expect((await browser.open(`${origin}/`)).text).toContain('以親子帳號登入');
    expect(await signsIn(browser)).toContain('我的孩子');
    const page = await browser.open(`${origin}/`);
    const confirm = await browser.submit(page, {});
    expect(confirm.url).toContain('/oidc/session/end');
    const out = await browser.submit(confirm, {});
    expect([new URL(out.url).origin, out.text.includes('以親子帳號登入')]).toEqual([origin, true]);
    expect((await browser.send(`${house.url}/api/v1/session`)).text).toContain('"account":null');
  });

  it('is signed out by the product, and speaks English to who wants it', async () => {
    const browser = new Browser();
    await signsIn(browser);
    await browser.send(`${house.url}/api/v1/session`);
    await browser.send(`${house.url}/api/v1/session`, { method: 'DELETE' });
    const page = await browser.open(`${origin}/?lang=en`);
    expect(page.text).toContain('Sign in with the parent account');
  });

  it('takes no logout token that is none, and no answer that it did not ask for', async () => {
    const browser = new Browser();
    for (const body of ['', 'logout_token=x.y.z']) {
      const answer = await browser.send(`${origin}/backchannel-logout`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(answer.status).toBe(400);
    }
    expect((await browser.send(`${origin}/callback?code=x&state=y`)).status).toBe(400);
    const foreign = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await browser.send(`${origin}/sign-out`, { method: 'POST', headers: foreign })).status).toBe(403);
  });

  it('says so where its port is taken', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const second = new SchoolFees({ issuer: house.issuer, clientId: 'x', clientSecret: 'x', port, origin });
    await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
  });
});
