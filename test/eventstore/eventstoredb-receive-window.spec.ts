import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { RECEIVE_WINDOW } from '../../eventstore/eventstoredb/receive-window.js';

const SOON_MS = 5_000;

describe('the connection to EventStoreDB', () => {
  let server: Http2Server;
  let log: EventStoreDbLog;

  beforeEach(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    log = new EventStoreDbLog(`esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`, {
      read: SOON_MS,
    });
  });
  afterEach(async () => {
    await log.close();
    server.close();
  });

  it('lets the server send ahead while the reader is busy, on each call and on all of them together', async () => {
    const connected = once(server, 'session', { signal: AbortSignal.timeout(SOON_MS) });
    log.head().catch(() => undefined);
    const [session] = (await connected) as [ServerHttp2Session];
    const windows = () => [session.remoteSettings.initialWindowSize, session.state.remoteWindowSize];
    const since = performance.now();
    while (windows().some((bytes) => bytes !== RECEIVE_WINDOW) && performance.now() - since < SOON_MS) await pause(5);
    expect(windows()).toEqual([RECEIVE_WINDOW, RECEIVE_WINDOW]);
    session.destroy();
  });
});
