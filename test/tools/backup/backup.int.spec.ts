import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Unopenable } from '../../../activities/ports/personal-data.js';
import { seal } from '../../../eventstore/chain/envelope.js';
import { NO_STREAM, type EventLog, type Position, type StoredEvent } from '../../../eventstore/port.js';
import type { Manifest } from '../../../src/tools/backup/manifest.js';
import { restoreBackup } from '../../../src/tools/backup/restore-backup.js';
import { takeBackup } from '../../../src/tools/backup/take-backup.js';
import type { Config } from '../../../src/config/config.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { openEventLog } from '../../../src/adapters/open-event-log.js';
import { createPersonalData } from '../../../src/people/privacy/personal-data.js';
import { startApiRole } from '../../../src/processes/api.js';
import { cli } from '../cli/cli.js';
import { environmentOf } from '../cli/environment-of.js';
import { Family, FATHER, MOTHER, OTHER_FATHER } from '../../http/family.js';
import { Person } from '../../http/person.js';
import { PARENT_PASSWORD, System } from '../../http/system.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../../support/eventstoredb-double/start-double.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

/** Whom nobody may find in a backup. */
const PEOPLE = [
  '王大明',
  'A111111113',
  '0912345678',
  'tpservice@example.org',
  '尹安安',
  '10630008',
  'A200000003',
  '林美惠',
];

/** An empty database, and an empty event store where the source has one. */
class Target {
  private constructor(
    readonly config: Config,
    readonly db: Database,
    private readonly database: TestDatabase,
    private readonly double: EventStoreDbDouble | null,
  ) {}

  static async create(source: Config): Promise<Target> {
    const database = await createTestDatabase();
    const double = source.eventStoreDbUrl === undefined ? null : await startEventStoreDbDouble();
    const config = { ...source, databaseUrl: database.url, ...(double && { eventStoreDbUrl: double.url }) };
    return new Target(config, openDatabase(database.url, { applicationName: 'target' }), database, double);
  }

  async remove(): Promise<void> {
    await this.db.close();
    await this.database.drop();
    await this.double?.stop();
  }
}

describe.each(['the PostgreSQL log', 'EventStoreDB'] as const)('a backup with %s', (kind) => {
  const folders = mkdtempSync(join(tmpdir(), 'backup-'));
  const backup = join(folders, 'under-load');
  let double: EventStoreDbDouble | null = null;
  let system: System;
  let log: EventLog;
  let settled: Family;

  beforeAll(async () => {
    if (kind === 'EventStoreDB') double = await startEventStoreDbDouble();
    system = await System.start(double ? { eventStoreDbUrl: double.url } : {});
    log = await openEventLog(system.config, system.db);
    settled = new Family(await system.parentOf('10630008'));
    await settled.goesAllTheWay(FATHER, MOTHER);
  }, 90_000);

  afterAll(async () => {
    await log.close();
    await system.stop();
    await double?.stop();
    rmSync(folders, { recursive: true });
  }, 60_000);

  async function withTarget(work: (target: Target) => Promise<void>): Promise<void> {
    const target = await Target.create(system.config);
    await work(target).finally(() => target.remove());
  }

  it('restores under load into an empty system: nothing acknowledged before it is missing', async () => {
    const busy = await Promise.all(
      ['10630009', '10630010', '10630021'].map((number) => startsApplying(system, number)),
    );
    const before = busy.map(({ family }) => family.revision);
    const acknowledged = busy.map(({ family }) => [`bindingRequest-${family.id}`, family.revision] as const);
    const taken = await cli(environmentOf(system.config), 'backup', backup);
    const after = busy.map(({ family }) => family.revision);
    await Promise.all(busy.map(({ stops }) => stops()));
    // Each of them was acknowledged something while the backup was being taken.
    expect(after.filter((revision, i) => revision <= (before[i] ?? 0))).toEqual([]);
    expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('are not in it') });

    await withTarget(async (target) => {
      const restored = await cli(environmentOf(target.config), 'restore', backup);
      expect({ ...restored, err: '' }).toEqual({ code: 0, err: '', out: expect.stringContaining('chains: intact') });

      const theirs = await openEventLog(target.config, target.db);
      const events = await wholeLog(theirs);
      const last = new Map(events.map(({ stream, revision }) => [stream, revision]));
      for (const [stream, revision] of acknowledged) expect(last.get(stream)).toBeGreaterThanOrEqual(revision);
      for (const stream of last.keys()) {
        const [original, copy] = [await log.readStream(stream, 0, last.get(stream)), await theirs.readStream(stream)];
        expect(copy.map(withoutPosition)).toEqual(original.map(withoutPosition));
      }
      await theirs.close();
      await everyReadModelFolds(target.db, last);
      await signsInAndSees(target.config, settled);
    });
  }, 120_000);

  it('holds nothing that can be read of anybody, nor a key', () => {
    const keys = [system.config.masterKey, system.config.indexKey, system.config.ssoPepper];
    const secrets = [
      ...PEOPLE,
      PARENT_PASSWORD,
      ...keys.flatMap((key) => [key.toString('hex'), key.toString('base64')]),
    ];
    const texts = filesOf(backup).map((file) => readFileSync(file, 'utf8'));
    expect(texts.length).toBeGreaterThan(8);
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  });

  it('takes back the answer of a command whose events are later than its log', async () => {
    const { family, stops } = await startsApplying(system, '10630011');
    await stops();
    const head = await log.head();
    const [before, after] = [randomUUID(), randomUUID()];
    const body = { mode: 'one-parent', applicants: [OTHER_FATHER] };
    await family.parent.put(`${family.path}/application`, body, { key: before });
    const middle = await log.head();
    await family.parent.put(`${family.path}/application`, body, { key: after });
    expect(new Set([head, middle, await log.head()]).size).toBe(3);

    const folder = join(folders, 'later-answers');
    await takeBackup({ config: system.config, db: system.db, log: endingAt(log, middle) }, folder);
    await withTarget(async ({ config, db }) => {
      const { answersTakenBack } = await restoreBackup({ config, db }, folder);
      expect(answersTakenBack).toBe(1);
      const { rows } = await db.query<{ key: string }>('select key from command_requests where key in ($1, $2)', [
        before,
        after,
      ]);
      expect(rows).toEqual([{ key: before }]);
    });
  }, 60_000);

  it('erases again who was erased since', async () => {
    const { rows } = await system.db.query<{ studentId: string }>(
      'select student_id as "studentId" from students limit 1',
    );
    const [{ studentId }] = rows as [{ studentId: string }];
    const list = join(folders, 'erased.txt');
    writeFileSync(list, `${studentId}\n`);
    await withTarget(async ({ config, db }) => {
      const { code, out } = await cli(environmentOf(config), 'restore', backup, '--erased', list);
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('erased again: 1') });
      const keys = await db.query('select 1 from subject_keys where subject = $1 and wrapped is null', [studentId]);
      expect(keys.rowCount).toBe(1);
    });
  }, 60_000);

  it('brings back no key of somebody whose erasure stands in the log, though the backup has it', async () => {
    const { applicants } = await settled.sees();
    const subject = applicants![0]!['id'] as string;
    const stream = `system-${randomUUID()}`;
    const metadata = {
      commandId: randomUUID(),
      $correlationId: subject,
      $causationId: subject,
      actor: { id: 'admin1', role: 'administrator' },
      channel: 'online',
      at: new Date().toISOString(),
      schemaVersion: 1,
      facts: {},
    };
    const erased = { type: 'PersonalDataErased', data: { subjectId: subject, ground: 'asked' }, metadata };
    await log.append(stream, NO_STREAM, seal(stream, 0, null, [erased]).events);
    // As if it had been written a moment before the key was deleted.
    const folder = join(folders, 'erased-in-the-log');
    await takeBackup({ config: system.config, db: system.db, log }, folder);
    const keys = readFileSync(join(folder, 'tables', 'subject_keys.ndjson'), 'utf8').split('\n');
    expect(keys.filter((line) => line.includes(subject) && !line.includes('"wrapped":null'))).toHaveLength(1);
    await withTarget(async ({ config, db }) => {
      expect(await restoreBackup({ config, db }, folder)).toMatchObject({ erasures: 1, stopped: [] });
      const left = await db.query<{ wrapped: unknown }>('select wrapped from subject_keys where subject = $1', [
        subject,
      ]);
      expect(left.rows).toEqual([{ wrapped: null }]);
      await expect(createPersonalData(db, config).seal('anything', { subject, stream, field: 'name' })).rejects.toThrow(
        Unopenable,
      );
    });
  }, 60_000);

  it('is refused by a system that holds something already, and by one with other keys', async () => {
    const occupied = await cli(environmentOf(system.config), 'restore', backup);
    expect(occupied).toMatchObject({
      code: 1,
      err: expect.stringContaining('the database to restore into is not empty'),
    });
    await withTarget(async ({ config, db }) => {
      const other = environmentOf({ ...config, masterKey: randomBytes(32) });
      const { code, err } = await cli(other, 'restore', backup);
      expect({ code, err }).toEqual({ code: 1, err: 'cli: the backup was made with another MASTER_KEY\n' });
      expect((await db.query("select 1 from pg_tables where schemaname = 'public'")).rowCount).toBe(0);
    });
  }, 60_000);

  it('is refused when a file is altered, missing or not finished, or when an event is not what its chain says', async () => {
    const events = readFileSync(join(backup, 'log.ndjson'), 'utf8');
    const forged = events.replace('"channel":"online"', '"channel":"assisted"');
    await expect(complaint({ 'log.ndjson': forged })).resolves.toContain('log.ndjson is not as it was written');
    await expect(complaint({ 'tables/students.ndjson': null })).resolves.toContain(
      'the backup lacks tables/students.ndjson',
    );
    await expect(complaint({ 'manifest.json': null })).resolves.toContain('it was not finished');
    const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as Manifest;
    const sha256 = createHash('sha256').update(forged).digest('hex');
    const fitting = JSON.stringify({ ...manifest, log: { ...manifest.log, sha256 } });
    await expect(complaint({ 'log.ndjson': forged, 'manifest.json': fitting })).resolves.toMatch(
      /the chain of (school|bindingRequest)-\S+ breaks at revision \d+: chain-mismatch/,
    );
  }, 60_000);

  it('ends also where the audit trail stands before an event that it cannot apply, and says so', async () => {
    const stream = `account-${randomUUID()}`;
    await log.append(stream, NO_STREAM, seal(stream, 0, null, [{ type: 'Unheard', data: {}, metadata: {} }]).events);
    const folder = join(folders, 'unreadable');
    await takeBackup({ config: system.config, db: system.db, log }, folder);
    await withTarget(async ({ config }) => {
      const { code, out } = await cli(environmentOf(config), 'restore', folder);
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('audit_trail stands before an event') });
    });
  }, 60_000);

  /** What a restore of the backup with other (null: without) files says. */
  async function complaint(changed: Readonly<Record<string, string | null>>): Promise<string> {
    const folder = mkdtempSync(join(folders, 'altered-'));
    rmSync(folder, { recursive: true });
    cpSync(backup, folder, { recursive: true });
    for (const [file, text] of Object.entries(changed)) {
      rmSync(join(folder, file));
      if (text !== null) writeFileSync(join(folder, file), text);
    }
    let said = '';
    await withTarget(async ({ config }) => {
      const { code, err } = await cli(environmentOf(config), 'restore', folder);
      expect(code).toBe(1);
      said = err;
    });
    return said;
  }
});

/** A family that has been acknowledged one application and goes on filling it in until it is stopped. */
async function startsApplying(system: System, number: string): Promise<{ family: Family; stops: () => Promise<void> }> {
  const family = new Family(await system.parentOf(number));
  await family.opens();
  await family.confirms();
  await family.consents();
  await family.applies(OTHER_FATHER);
  const stopping = new AbortController();
  const applying = (async () => {
    while (!stopping.signal.aborted) await family.applies(OTHER_FATHER);
  })();
  return {
    family,
    async stops() {
      stopping.abort();
      await applying;
    },
  };
}

async function wholeLog(log: EventLog): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await log.readAll(events.at(-1)?.position ?? null, 500);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

function withoutPosition(event: StoredEvent): object {
  return { ...event, position: undefined };
}

/** The log as it was when `head` was its end. */
function endingAt(log: EventLog, head: Position | null): EventLog {
  return {
    ...log,
    head: async () => head,
    readAll: async (after, limit) =>
      (await log.readAll(after, limit)).filter(({ position }) => head !== null && position <= head),
  } as EventLog;
}

/** Each case stands at the last revision of its stream. */
async function everyReadModelFolds(db: Database, last: ReadonlyMap<string, number>): Promise<void> {
  const { rows } = await db.query<{ id: string; revision: number }>(
    'select request_id as id, revision::int from binding_case order by 1',
  );
  const cases = [...last].filter(([stream]) => stream.startsWith('bindingRequest-'));
  expect(new Map(rows.map(({ id, revision }) => [`bindingRequest-${id}`, revision]))).toEqual(new Map(cases));
}

/** With the password from before, and the names that only MASTER_KEY opens. */
async function signsInAndSees(config: Config, family: Family): Promise<void> {
  const api = await startApiRole(config);
  try {
    expect((await family.parent.get(`${family.path}`)).status).toBe(200);
    const parent = new Person(api.url);
    expect((await parent.signIn('T99', 'P10630008', PARENT_PASSWORD)).status).toBe(201);
    const { status, body } = await parent.get(family.path);
    expect(status).toBe(200);
    expect(body).toEqual((await family.parent.get(family.path)).body);
  } finally {
    await api.stop();
  }
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
