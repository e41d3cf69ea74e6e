import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { appWithoutEngines } from './app-without-engines.js';
import { Person, type Reply } from './person.js';

describe('the edge, before anybody is asked who they are', () => {
  let app: INestApplication;
  let person: Person;
  let host: string;

  beforeAll(async () => {
    app = await appWithoutEngines();
    await app.listen(0, '127.0.0.1');
    host = `127.0.0.1:${((app.getHttpServer() as Server).address() as AddressInfo).port}`;
    person = new Person(`http://${host}`);
  });

  afterAll(async () => {
    await app.close();
  });

  it.each(['"A200000003"', 'null', '1', 'true', '[]'])('knows that %s is JSON, but no body', async (text) => {
    const reply = await person.ask('POST', '/api/v1/session', text);
    expect(reply).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
    expect([...reply.body['errors']!]).toMatchObject([{ pointer: '', code: 'wrong-type' }]);
  });

  it('knows what is no JSON', async () => {
    expect(await person.ask('POST', '/api/v1/session', '{"a"')).toMatchObject({
      status: 400,
      body: { code: 'malformed-json' },
    });
  });

  const from = (origin: string, more: Record<string, string> = {}): Promise<Reply> =>
    person.post('/api/v1/session', {}, { headers: { origin, ...more } });

  it.each([
    ['another site', () => 'https://evil.example'],
    ['no site', () => 'null'],
    ['another port', () => 'http://127.0.0.1:1'],
    ['the same name by another scheme', () => `https://${host}`],
  ])('refuses what a page of %s sends, and says that it is not the role', async (_, origin) => {
    const { status, body } = await from(origin());
    expect([status, body['code']]).toEqual([403, 'foreign-origin']);
    expect(body['detail']).not.toContain('身分');
  });

  it('lets its own pages send, also from behind a proxy that ends TLS', async () => {
    expect((await from(`http://${host}`)).status).toBe(422);
    expect((await from(`https://${host}`, { 'x-forwarded-proto': 'https' })).status).toBe(422);
  });
});
