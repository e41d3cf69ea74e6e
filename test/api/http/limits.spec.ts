import { connect } from 'node:net';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { sourceOf } from '../../../src/api/http/edge/source.js';
import { appWithoutEngines } from '../../http/app-without-engines.js';
import { Person, type Reply } from '../../http/person.js';

describe('the edge, when it is asked too much', () => {
  let app: INestApplication | undefined;
  let port: number;
  let person: Person;

  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  async function serve(change: Parameters<typeof appWithoutEngines>[0]): Promise<void> {
    app = await appWithoutEngines(change);
    await app.listen(0, '127.0.0.1');
    port = ((app.getHttpServer() as Server).address() as AddressInfo).port;
    person = new Person(`http://127.0.0.1:${port}`);
  }

  const reads = (from?: string): Promise<Reply> =>
    person.get('/api/v1/reason-codes', from === undefined ? {} : { headers: { 'x-forwarded-for': from } });
  const writes = (): Promise<Reply> => person.post('/api/v1/session', {});

  it('tells what is left, then answers 429 and when to come again', async () => {
    await serve({ limits: { readsPerSource: 2 } });
    const first = await reads();
    expect(first.headers.get('ratelimit-policy')).toBe('"reads";q=2;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"reads";r=1;t=\d+$/);
    expect((await reads()).headers.get('ratelimit')).toMatch(/^"reads";r=0;t=\d+$/);
    const over = await reads();
    expect([over.status, over.body['code']]).toEqual([429, 'too-many-requests']);
    expect(over.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(over.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  it('counts writes apart from reads', async () => {
    await serve({ limits: { readsPerSource: 1, writesPerSource: 1 } });
    expect([(await reads()).status, (await writes()).status]).toEqual([200, 422]);
    expect([(await reads()).status, (await writes()).status]).toEqual([429, 429]);
  });

  it('always answers those who watch over it', async () => {
    await serve({ limits: { readsPerSource: 1, requestsInFlight: 1 } });
    for (let n = 0; n < 3; n++) {
      const live = await person.get('/health/live');
      expect([live.status, live.headers.get('ratelimit')]).toEqual([200, null]);
    }
  });

  it('believes nobody who says that he asks for somebody else', async () => {
    await serve({ limits: { readsPerSource: 1 } });
    expect((await reads('198.51.100.1')).status).toBe(200);
    expect((await reads('198.51.100.2')).status).toBe(429);
  });

  it('believes a proxy that it was told of, as far as that has seen', async () => {
    await serve({ limits: { readsPerSource: 1 }, trustedProxies: ['127.0.0.0/8'] });
    expect((await reads('198.51.100.1')).status).toBe(200);
    expect((await reads('198.51.100.2')).status).toBe(200);
    // The proxy adds what it saw to what its client claimed.
    expect((await reads('203.0.113.9, 198.51.100.2')).status).toBe(429);
  });

  it('answers 503 at once when it has enough in hand, and goes on when that is done', async () => {
    await serve({ limits: { requestsInFlight: 2 } });
    const slow = [openUpload(), openUpload()];
    for (const end = Date.now() + 5_000; Date.now() < end && (await reads()).status !== 503;);
    const busy = await reads();
    expect([busy.status, busy.body['code'], busy.headers.get('retry-after')]).toEqual([503, 'too-busy', '1']);
    expect((await person.get('/health/live')).status).toBe(200);
    for (const socket of slow) socket.destroy();
    for (const end = Date.now() + 5_000; Date.now() < end && (await reads()).status !== 200;);
    expect((await reads()).status).toBe(200);
  });

  /** A request whose body never ends. */
  function openUpload() {
    const socket = connect(port, '127.0.0.1');
    const head = ['POST /api/v1/session HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Content-Length: 99'];
    socket.write(`${head.join('\r\n')}\r\n\r\n{`);
    return socket;
  }
});

describe('one sender', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:0002:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [undefined, 'unknown'],
  ])('is of %s %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
  });
});
