import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createExecute } from '../../../activities/binding/execute-command.js';
import { chainOf, seal } from '../../../eventstore/chain/envelope.js';
import { eventLogMigrations } from '../../../eventstore/postgres/migrations.js';
import { PostgresLog } from '../../../eventstore/postgres/postgres-log.js';
import { projectionMigrations } from '../../../projections/migrations.js';
import { until } from '../../../projections/queries/until.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { bindingStream } from '../../../workflows/names.js';
import * as b from '../../domain/builders.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { cli } from './cli.js';

const key = () => randomBytes(32).toString('base64');

describe('cli audit replay', () => {
  let database: TestDatabase;
  let db: Database;
  let log: PostgresLog;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDatabase(database.url);
    await migrate(db, [...eventLogMigrations, ...projectionMigrations]);
    log = new PostgresLog(db);
    env = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    env = { ...env, MASTER_KEY: key(), INDEX_KEY: key(), SSO_PEPPER: key(), EMBEDDED: 'on' };
  }, 30_000);

  afterAll(async () => {
    await log.close();
    await db.close();
    await database.drop();
  });

  /** A case up to its review. @returns its stream */
  async function sent(): Promise<string> {
    const requestId = randomUUID();
    const facts = {
      lookUp: (_state: unknown, { actor }: { readonly actor: { readonly role: Parameters<typeof b.facts>[1] } }) =>
        Promise.resolve(b.facts({}, actor.role)),
    };
    const execute = createExecute({ log, facts });
    for (const command of [b.open(), b.confirmStudentInfo(), b.answerConsent(), b.fillApplication(), b.signAndSend()]) {
      await execute({ ...command, requestId });
    }
    return bindingStream(requestId);
  }

  /** Writes past the rules, as somebody with the keys of the database could, with a chain that is whole. */
  async function forgeApproval(stream: string): Promise<void> {
    const events = await log.readStream(stream);
    const last = events.at(-1)!;
    const metadata = { ...last.metadata, commandId: 'forged', actor: b.teacher, chain: undefined };
    const { chain: _, ...unsealed } = metadata;
    const forged = { ...b.applicantApproved(), metadata: unsealed };
    await log.append(stream, last.revision, seal(stream, last.revision + 1, chainOf(last)!, [forged]).events);
  }

  it('finds nothing in what the rules wrote', async () => {
    const [stream] = [await sent(), await sent()];
    // A transaction of anybody on the server can hold the readers back for a moment.
    await until(10_000, async () => ((await log.readAll(null, 20)).length === 10 ? true : null));
    expect(await cli(env, 'audit', 'replay', '--check')).toEqual({
      code: 0,
      out:
        '10 events in 2 streams: the chains are whole, and the rules allow every event\n' +
        'there is no audit trail: what was cut off or written anew cannot be found\n',
      err: '',
    });
    expect((await cli(env, 'audit', 'replay', '--check', '--stream', stream)).out).toMatch(/^5 events in 1 streams: /);
  });

  it('names the first event that the rules would not have allowed, and fails', async () => {
    const stream = await sent();
    await forgeApproval(stream);
    expect(await cli(env, 'audit', 'replay', '--check', '--stream', stream)).toEqual({
      code: 1,
      out: `${stream}@5  ApplicantApproved  the rules write ReviewDecisionRefused: not-your-class\n`,
      err: 'cli: 1 of 1 streams hold what the rules forbid\n',
    });
  });

  it('names the event at which a chain is broken', async () => {
    const stream = await sent();
    await db.query('alter table event_log disable trigger event_log_append_only');
    await db.query(
      `update event_log set data = replace(data, '"online"', '"paper"') where stream = $1 and revision = 2`,
      [stream],
    );
    await db.query('alter table event_log enable trigger event_log_append_only');
    expect((await cli(env, 'audit', 'replay', '--check', '--stream', stream)).out).toBe(
      `${stream}@2  ConsentGiven  the chain is broken: chain-mismatch\n`,
    );
  });

  it('says in one line that there is no such stream, and that it only checks', async () => {
    const nowhere = bindingStream(randomUUID());
    expect(await cli(env, 'audit', 'replay', '--check', '--stream', nowhere)).toEqual({
      code: 1,
      out: '',
      err: `cli: there is no stream ${nowhere}\n`,
    });
    expect((await cli(env, 'audit', 'replay')).code).toBe(2);
  });
});
