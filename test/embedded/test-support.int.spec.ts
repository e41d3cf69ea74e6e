import { connect } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { temporalAddress } from '../support/temporal.js';

describe('what the integration tests stand on', () => {
  const databases: TestDatabase[] = [];
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('gives each test a database of its own', async () => {
    databases.push(await createTestDatabase(), await createTestDatabase());
    const [one, other] = databases.map((database) => new Client({ connectionString: database.url }));
    await Promise.all([one?.connect(), other?.connect()]);
    await one?.query('create table mine (id int)');
    const found = await other?.query("select to_regclass('mine') as mine");
    await Promise.all([one?.end(), other?.end()]);
    expect(found?.rows).toEqual([{ mine: null }]);
  });

  it('gives one Temporal server to all', async () => {
    const [host = '', port = ''] = temporalAddress().split(':');
    expect(temporalAddress()).toBe(`${host}:${port}`);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), host, () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', reject);
    });
  });
});
