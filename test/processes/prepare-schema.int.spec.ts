import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable } from '../../eventstore/sql.js';
import { openDatabase } from '../../src/adapters/postgres/database.js';
import { freePort } from '../../src/processes/free-port.js';
import { prepareSchema } from '../../src/processes/schema/prepare-store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let door: Server | undefined;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  door?.close();
  door = undefined;
  await test.drop();
});

/** The database of the test behind a port where nobody listens yet. */
async function closedDoor(): Promise<{ readonly databaseUrl: string; open(): Promise<void> }> {
  const port = await freePort();
  const address = new URL(test.url);
  const { hostname, port: serverPort } = address;
  address.port = String(port);
  return {
    databaseUrl: address.href,
    async open() {
      door = createServer((caller) => {
        const server = connect(Number(serverPort), hostname);
        for (const [from, to] of [[caller, server] as const, [server, caller] as const])
          from.pipe(to).on('error', () => from.destroy());
      });
      door.listen(port, '127.0.0.1');
      await once(door, 'listening');
    },
  };
}

describe('preparing the schema', () => {
  it('waits for a database that is still starting, and says so once', async () => {
    const { databaseUrl, open } = await closedDoor();
    const said: string[] = [];
    const preparing = prepareSchema({ databaseUrl }, (line) => said.push(line), 20_000);
    await pause(700);
    await open();
    await preparing;
    expect(said).toEqual([expect.stringContaining('waiting for it, 20 s at the most')]);
    const db = openDatabase(test.url);
    await expect(db.query('select 1 from binding_case')).resolves.toMatchObject({ rowCount: 0 });
    await db.close();
  });

  it('gives up when the time is over', async () => {
    const { databaseUrl } = await closedDoor();
    await expect(prepareSchema({ databaseUrl }, () => undefined, 300)).rejects.toBeInstanceOf(DatabaseUnavailable);
  });
});
