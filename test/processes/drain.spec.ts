import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Drain } from '../../src/processes/drain.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('a server that is told to end', () => {
  let server: Server;
  let port: number;
  let drain: Drain;
  let taken: ServerResponse[];
  const callers: Caller[] = [];

  beforeEach(async () => {
    taken = [];
    server = createServer((_, response) => taken.push(response));
    drain = new Drain(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    for (const { socket } of callers.splice(0)) socket.destroy();
    server.closeAllConnections();
  });

  const calls = async () => {
    const caller = await Caller.to(port);
    callers.push(caller);
    return caller;
  };
  const taking = async (caller: Caller) => {
    const count = taken.length;
    caller.socket.write(REQUEST);
    while (taken.length === count) await new Promise(setImmediate);
    return taken[count] as ServerResponse;
  };
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));

  it('answers what it has taken, and says that the connection ends with it', async () => {
    const caller = await calls();
    const response = await taking(caller);
    const ended = drain.end(close, 5_000);
    response.end('done');
    await ended;
    expect(await caller.heard()).toMatch(/^HTTP\/1\.1 200 OK\r\nConnection: close\r\n[^]*done/);
  });

  it('refuses new connections, and ends those that nobody uses', async () => {
    const [busy, idle] = [await calls(), await calls()];
    (await taking(idle)).end('before');
    const response = await taking(busy);
    const ended = drain.end(close, 5_000);
    expect(await idle.heard()).toMatch(/before/);
    await expect(calls()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    response.end('done');
    await ended;
  });

  it('ends a connection after an answer that had begun before', async () => {
    const caller = await calls();
    const response = await taking(caller);
    response.write('half, ');
    const ended = drain.end(close, 5_000);
    response.end('whole');
    const began = performance.now();
    await ended;
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await caller.heard()).toMatch(/Connection: keep-alive[^]*half, [^]*whole/);
  });

  it('answers one more request of a connection that it keeps for an answer, and no third', async () => {
    const caller = await calls();
    const first = await taking(caller);
    first.write('first ');
    caller.socket.write(REQUEST);
    const ended = drain.end(close, 5_000);
    first.end();
    while (taken.length < 2) await new Promise(setImmediate);
    taken[1]?.end('second');
    await ended;
    expect(await caller.heard()).toMatch(/first [^]*Connection: close[^]*second/);
  });

  it('cuts off who has no answer when the time is over', async () => {
    const caller = await calls();
    await taking(caller);
    await drain.end(close, 50);
    expect(await caller.heard()).toBe('');
  });
});

class Caller {
  private text = '';
  private readonly ended: Promise<unknown>;

  private constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => (this.text += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    this.ended = once(socket, 'close');
  }

  static async to(port: number): Promise<Caller> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Caller(socket);
  }

  /** All that came until the server ended the connection. */
  async heard(): Promise<string> {
    await this.ended;
    return this.text;
  }
}
