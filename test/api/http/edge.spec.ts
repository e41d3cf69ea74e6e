import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { appWithoutEngines } from '../../http/app-without-engines.js';
import { Person, type Reply } from '../../http/person.js';

describe('the edge, before anybody is asked who they are', () => {
  let app: INestApplication;
  let person: Person;
  let host: string;

  beforeAll(async () => {
    app = await appWithoutEngines({ trustedProxies: ['127.0.0.1'] });
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

  it('tells which methods an address has', async () => {
    const put = await person.put('/api/v1/reason-codes', {});
    expect([put.status, put.body['code'], put.headers.get('allow')]).toEqual([405, 'method-not-allowed', 'GET, HEAD']);
    const patch = await person.ask('PATCH', '/api/v1/bindings/1/draft', '{}');
    expect([patch.status, patch.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, PUT']);
    expect((await person.put('/api/v1/nothing', {})).status).toBe(404);
  });

  it('answers HEAD as GET without the body, and OPTIONS with the methods', async () => {
    const head = await person.ask('HEAD', '/api/v1/reason-codes', undefined, { key: null });
    expect([head.status, head.body, head.headers.get('cache-control')]).toEqual([200, '', 'no-store']);
    const options = await person.ask('OPTIONS', '/api/v1/reason-codes', undefined, { key: null });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD']);
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('keeps an idle connection longer than a proxy does', async () => {
    const { headers } = await person.get('/api/v1/reason-codes');
    expect(headers.get('keep-alive')).toBe('timeout=75');
  });

  it('reads no content of a GET or a DELETE', async () => {
    const text = { headers: { 'content-type': 'text/plain' } };
    expect((await person.ask('DELETE', '/api/v1/bindings/1/draft', 'x', text)).status).toBe(401);
  });

  it.each([
    ['no HTTP', 'NONSENSE\r\n\r\n', '400', 'request-malformed'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431',
      'headers-too-large',
    ],
  ])('answers %s with a problem too, and echoes nothing', async (_, text, status, code) => {
    const answer = await sendRaw(Number(host.split(':')[1]), text);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ code, status: Number(status), type: `/api/v1/problems/${code}` });
    expect(answer).not.toContain('NONSENSE');
  });
});

/** What comes back for a text on the wire, until the connection ends. */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}
