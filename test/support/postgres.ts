import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { sharedEngine } from './shared-engine.js';

export interface TestDatabase {
  readonly url: string;
  /** Removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

let server: string | undefined;

/** A fresh, empty database on the PostgreSQL that all tests of one run share. TEST_DATABASE_URL names another server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= process.env['TEST_DATABASE_URL'] ?? sharedEngine<{ url: string }>('postgres').url;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const at = server;
  return { url: url.href, drop: () => onServer(at, `drop database if exists ${name} with (force)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
