/** What `audit replay --check` finds with the help of the audit trail, on either log. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createExecute } from '../../../activities/binding/execute-command.js';
import { parseStored, seal, type UnsealedEvent } from '../../../eventstore/chain/envelope.js';
import { EventStoreDbLog } from '../../../eventstore/eventstoredb/eventstoredb-log.js';
import { NO_STREAM, type EventLog, type StoredEvent } from '../../../eventstore/port.js';
import { auditTrail } from '../../../projections/audit-trail/audit-trail.js';
import { askForRebuild, findRebuild } from '../../../projections/rebuild/rebuild-requests.js';
import { readModelPositions } from '../../../projections/runner/read-model-positions.js';
import { parkedStreams } from '../../../projections/runner/parked.js';
import { startProjections } from '../../../projections/runner/runner.js';
import { until } from '../../../projections/queries/until.js';
import { bindingStream } from '../../../workflows/names.js';
import type { JsonLog } from '../../../src/logging/json-log.js';
import { keepRebuilding } from '../../../src/processes/keep-rebuilding.js';
import { ReadAccessLog } from '../../../src/people/privacy/read-access-log.js';
import * as b from '../../domain/builders.js';
import { RawClient } from '../../eventstore/raw-client.js';
import { openReadSide, postgresLog, type ReadSide } from '../../projections/log-under-test.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../../support/eventstoredb-double/start-double.js';
import { cli } from './cli.js';
import { configured } from './configured.js';

/** Each test calls the command line several times, and a busy machine is slow at that. */
jest.setTimeout(120_000);
/** Far above what a busy machine needs. */
const PATIENT = { append: 10_000, lookUp: 10_000, read: 10_000, silence: 10_000 };

let side: ReadSide;
let env: NodeJS.ProcessEnv;

/** A case up to its review: five events. @returns its stream */
async function sent(): Promise<string> {
  const requestId = randomUUID();
  const facts = {
    lookUp: (_state: unknown, { actor }: { readonly actor: { readonly role: Parameters<typeof b.facts>[1] } }) =>
      Promise.resolve(b.facts({}, actor.role)),
  };
  const execute = createExecute({ log: side.log, facts });
  for (const command of [b.open(), b.confirmStudentInfo(), b.answerConsent(), b.fillApplication(), b.signAndSend()])
    await execute({ ...command, requestId });
  return bindingStream(requestId);
}

/** Three looks of one process. @returns their stream */
async function looked(): Promise<string> {
  const looks = new ReadAccessLog(side.log, () => new Date('2026-11-02T03:00:00.000Z'));
  for (const subjectId of ['1', '2', '3'])
    await looks.record({ actor: b.teacher, through: 'comparison', subjectId, fields: ['name'] });
  const all = await settled();
  return all.findLast(({ stream }) => stream.startsWith('access-'))!.stream;
}

/** The whole log, when all of it can be read: a transaction of anybody on the server can hold readers back for a moment. */
async function settled(): Promise<readonly StoredEvent[]> {
  const head = await side.log.head();
  const all = await until(15_000, async () => {
    const events = await side.log.readAll(null, 1_000);
    return events.at(-1)?.position === head ? events : null;
  });
  if (!all) throw new Error('the log cannot be read to its end');
  return all;
}

async function trailed(): Promise<void> {
  const projections = startProjections([auditTrail], side);
  try {
    await atTheEnd();
  } finally {
    await projections.stop();
  }
}

/** The audit trail has seen all of the log. */
async function atTheEnd(): Promise<void> {
  const head = await side.log.head();
  const there = await until(15_000, async () => {
    const models = await readModelPositions(side.db);
    return models.some(({ readModel, position }) => readModel === 'audit_trail' && position === head) ? true : null;
  });
  if (!there) throw new Error('the audit trail does not come to the end of the log');
}

/** As somebody who owns the database. */
async function tamper(sql: string, values: readonly unknown[] = []): Promise<void> {
  await side.db.query('alter table event_log disable trigger event_log_append_only');
  await side.db.query(sql, values);
  await side.db.query('alter table event_log enable trigger event_log_append_only');
}

/** Changes an event and makes a whole chain again, as somebody does who has the keys of the database. */
async function rewrite(
  stream: string,
  revision: number,
  change: (event: { type: string; data: object; metadata: Record<string, unknown> }) => UnsealedEvent,
): Promise<void> {
  const events = await side.log.readStream(stream);
  let chain: string | null = null;
  for (const { type, data, metadata, revision: at } of events) {
    const { chain: _, ...rest } = metadata as { readonly chain?: string };
    const told = at === revision ? change({ type, data, metadata: rest }) : { type, data, metadata: rest };
    const sealing: ReturnType<typeof seal> = seal(stream, at, chain, [told]);
    chain = sealing.chain;
    const [event] = sealing.events;
    await tamper('update event_log set event_id = $3, data = $4, metadata = $5 where stream = $1 and revision = $2', [
      stream,
      at,
      event!.id,
      event!.data,
      event!.metadata,
    ]);
  }
}

async function replay(...more: readonly string[]) {
  await settled();
  return cli(env, 'audit', 'replay', '--check', ...more);
}

describe('cli audit replay, with an audit trail beside the PostgreSQL log', () => {
  beforeEach(async () => {
    side = await openReadSide(postgresLog);
    env = configured(side.url);
  });
  afterEach(() => side.close());

  it('says that all of it is what the audit trail remembers, or that there is none', async () => {
    const [stream, access] = [await sent(), await looked()];
    expect((await replay()).out).toBe(
      `5 events in 1 streams: the chains are whole, and the rules allow every event
3 events in 1 other streams: the chains are whole
there is no audit trail: what was cut off or written anew cannot be found
`,
    );
    await trailed();
    // Later than its checkpoint: not compared, and not missing from it.
    await sent();
    expect(await replay()).toEqual({
      code: 0,
      out: `10 events in 2 streams: the chains are whole, and the rules allow every event
3 events in 1 other streams: the chains are whole
8 events are what the audit trail remembers of them, and none is missing
`,
      err: '',
    });
    expect((await replay('--stream', stream)).out).toMatch(/^5 events in 1 streams: .*\n5 events are what/);
    expect((await replay('--stream', access)).out).toMatch(/^3 events in 1 other streams: .*\n3 events are what/);
  });

  it('finds a tail that was cut off', async () => {
    const [stream, other] = [await sent(), await sent()];
    await trailed();
    await tamper('delete from event_log where stream = $1 and revision >= 3', [stream]);
    const found = {
      code: 1,
      out: `${stream}@3  ApplicationFilled  missing: the audit trail remembers it\n`,
      err: 'cli: 1 of 2 streams are not as they were written\n',
    };
    expect(await replay()).toEqual(found);
    expect((await replay('--stream', stream)).out).toBe(found.out);
    expect((await replay('--stream', other)).code).toBe(0);
  });

  it('finds streams that are gone as a whole, an access stream too, and names the first in the log first', async () => {
    const [first, access, second] = [await sent(), await looked(), await sent()];
    await sent();
    await trailed();
    await tamper('delete from event_log where stream = any($1)', [[second, access, first]]);
    const { code, out } = await replay();
    expect({ code, out }).toEqual({
      code: 1,
      out: [
        `${first}@0  BindingRequestOpened  missing: the audit trail remembers it`,
        `${access}@0  DataLookedAt  missing: the audit trail remembers it`,
        `${second}@0  BindingRequestOpened  missing: the audit trail remembers it`,
        '',
      ].join('\n'),
    });
    expect((await replay('--stream', access)).out).toBe(
      `${access}@0  DataLookedAt  missing: the audit trail remembers it\n`,
    );
  });

  it('finds a chain that was written anew from the altered event on', async () => {
    const stream = await sent();
    await trailed();
    await rewrite(stream, 2, (event) => ({
      ...event,
      metadata: { ...event.metadata, at: '2026-11-02T02:00:00.001Z' },
    }));
    const { code, out } = await replay();
    expect({ code, out }).toEqual({
      code: 1,
      out: `${stream}@2  ConsentGiven  altered: it is not the event that the audit trail remembers\n`,
    });
  });

  it('finds what was altered in an access stream, written anew or not', async () => {
    const [one, other] = [await looked(), await looked()];
    await trailed();
    await tamper(`update event_log set data = replace(data, '"2"', '"9"') where stream = $1`, [one]);
    await rewrite(other, 1, (event) => ({ ...event, data: { ...event.data, subjectId: '9' } }));
    expect((await replay()).out).toBe(
      `${one}@1  DataLookedAt  the chain is broken: chain-mismatch
${other}@1  DataLookedAt  altered: it is not the event that the audit trail remembers
`,
    );
  });

  it('finds an event that the audit trail should have seen and does not know', async () => {
    const access = await looked();
    await trailed();
    await side.db.query('delete from audit_trail_v1 where revision = 2');
    expect((await replay()).out).toBe(
      `${access}@2  DataLookedAt  added: the audit trail does not know it, though it has come further\n`,
    );
  });

  it('finds that an append lacks its last part, also without an audit trail', async () => {
    const stream = `account-${randomUUID()}`;
    const { events } = seal(stream, 0, null, [look(1), look(2)]);
    await side.log.append(stream, NO_STREAM, events);
    await tamper('delete from event_log where revision = 1');
    expect((await replay()).out).toBe(`${stream}@1  nothing  an append lacks a part here\n`);
  });

  it('is not thrown away by a rebuild of the audit trail, unless an operator accepts that, in the log', async () => {
    const stream = await sent();
    await trailed();
    expect((await cli(env, 'projections', 'rebuild', 'audit_trail')).code).toBe(0);
    await tamper('delete from event_log where stream = $1 and revision >= 3', [stream]);
    const cut = await replay();
    for (const which of ['audit_trail', 'all']) {
      const { code, out, err } = await cli(env, 'projections', 'rebuild', which);
      expect({ code, err }).toEqual({
        code: 1,
        err: expect.stringContaining('audit_trail: the log is not what it remembers'),
      });
      expect(out).toMatch(
        /audit_trail_v1: 3 rows; 0 of them were missing or different, 2 others stood there\n.*\n {2}nothing was changed/,
      );
    }
    expect(await replay()).toEqual(cut);

    expect((await cli(env, 'projections', 'rebuild', 'audit_trail', '--accept')).code).toBe(0);
    expect(await side.log.readStream('system-operator')).toMatchObject([
      {
        type: 'AuditTrailReplaced',
        data: { readModel: 'audit_trail', tables: [{ table: 'audit_trail_v1', onlyCurrent: 2, onlyRebuilt: 0 }] },
        metadata: { actor: { id: 'operator', role: 'system' }, part: [1, 1] },
      },
    ]);
    // What it remembers now is what the log says, with the word in it.
    expect((await replay()).code).toBe(0);
    expect((await cli(env, 'projections', 'rebuild', 'audit_trail', '--compare-only')).code).toBe(0);
    await trailed();
    const { rows } = await side.db.query(`select 1 from audit_trail where type = 'AuditTrailReplaced'`);
    expect(rows).toHaveLength(1);
  });

  it('is not thrown away by a rebuild that is asked for over HTTP either', async () => {
    const stream = await sent();
    await trailed();
    await tamper('delete from event_log where stream = $1 and revision >= 3', [stream]);
    const id = await askForRebuild(side.db, randomUUID(), 'audit_trail', 'admin1');
    const told: string[] = [];
    const say = { error: (line: string) => told.push(line), warn: () => undefined, log: () => undefined };
    const rebuilding = keepRebuilding({ databaseUrl: side.url }, side.log, say as unknown as JsonLog);
    try {
      const ended = await until(60_000, async () => {
        const found = await findRebuild(side.db, id);
        return found?.status === 'failed' || found?.status === 'done' ? found : null;
      });
      expect(ended).toMatchObject({ status: 'failed', failure: 'DiffersFromTheLog' });
    } finally {
      await rebuilding.stop();
    }
    expect(told).toEqual(['the log is not what a read model remembers: it was not replaced']);
    expect((await replay()).out).toContain(`${stream}@3  ApplicationFilled  missing`);
  });

  it('stays the audit trail’s when a broken stream is put into quarantine by an operator, in the log', async () => {
    const broken = `account-${randomUUID()}`;
    const [event] = seal(broken, 0, null, [{ type: 'AccountOpened', data: {}, metadata: {} }]).events;
    await side.log.append(broken, NO_STREAM, [event!]);
    const later = await sent();
    const projections = startProjections([auditTrail], side, { tickMs: 50, backOffMs: [10, 50] });
    try {
      const quarantine = () => cli(env, 'projections', 'quarantine', 'audit_trail', broken);
      expect(await cli(env, 'projections', 'quarantine', 'audit_trail', later)).toMatchObject({
        code: 1,
        err: expect.stringContaining(`audit_trail does not stand before an event of ${later}`),
      });
      await until(15_000, async () => ((await parkedStreams(side.db, auditTrail)).length === 1 ? true : null));
      expect(await quarantine()).toMatchObject({ code: 0, out: expect.stringContaining('misshapen-metadata-at') });
      await atTheEnd();
      expect((await quarantine()).code).toBe(1);
    } finally {
      await projections.stop();
    }
    expect(await side.log.readStream('system-operator')).toMatchObject([
      { type: 'StreamQuarantined', data: { readModel: 'audit_trail', stream: broken, revision: 0 } },
    ]);
    expect((await cli(env, 'projections', 'parked')).out).toMatch(
      new RegExp(`^audit_trail: ${broken} is in quarantine from revision 0 on .*\nnothing is parked\n$`),
    );
    const { rows } = await side.db.query('select distinct stream from audit_trail order by stream');
    expect(rows).toEqual([{ stream: later }, { stream: 'system-operator' }]);
  });

  it('leaves out what is not ours, and says so', async () => {
    await sent();
    await side.log.append('shop-1', NO_STREAM, seal('shop-1', 0, null, [look(1)]).events.map(withoutChain));
    expect((await replay()).out).toContain('1 events of others were left out: shop-1');
  });
});

describe('cli audit replay, with an audit trail beside EventStoreDB', () => {
  let double: EventStoreDbDouble;

  beforeEach(async () => {
    double = await startEventStoreDbDouble();
    side = await openReadSide(async () => {
      const log: EventLog = new EventStoreDbLog(double.url, PATIENT);
      return { log, close: () => log.close() };
    });
    env = { ...configured(side.url), EVENTSTOREDB_URL: double.url };
  });
  afterEach(async () => {
    await side.close();
    await double.stop();
  });

  it('finds streams that an operator deleted or cut, though the whole log still shows them', async () => {
    const [soft, hard, cut] = [await sent(), await sent(), await looked()];
    await sent();
    await trailed();
    expect((await replay()).code).toBe(0);
    const raw = new RawClient(double.url);
    await raw.client.deleteStream(soft);
    await raw.client.tombstoneStream(hard);
    await raw.client.setStreamMetadata(cut, { maxCount: 1 }, { credentials: raw.credentials });
    await raw.dispose();
    const why = 'missing: an operator deleted the stream or cut it';
    const { code, out } = await replay();
    expect({ code, out }).toEqual({
      code: 1,
      out: `${soft}@0  nothing  ${why}\n${hard}@0  nothing  ${why}\n${cut}@0  nothing  ${why}\n`,
    });
    expect((await replay('--stream', soft)).out).toContain(`${soft}@0  `);
  });
});

function look(n: number): UnsealedEvent {
  const metadata = { at: '2026-11-02T03:00:00.000Z', commandId: randomUUID(), actor: b.teacher };
  return { type: 'AccountOpened', data: { n }, metadata };
}

function withoutChain<E extends { readonly metadata: string }>(event: E): E {
  const { chain: _, ...metadata } = parseStored(event.metadata) as { readonly chain?: string };
  return { ...event, metadata: JSON.stringify(metadata) };
}
