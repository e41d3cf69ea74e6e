import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { StoredEvent } from '../../eventstore/port.js';
import type { Config } from '../../src/config/config.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { DEMO_STAFF_PASSWORD, demoPupils } from '../../src/people/demo-data/demo-data.js';
import { loadDemoData } from '../../src/people/demo-data/load-demo-data.js';
import { eventually } from '../../src/tools/demo/visitor.js';
import { testConfig } from '../http/system.js';
import { CONSENT } from '../http/family.js';
import { startOwnTemporal, type OwnTemporal } from '../support/own-engines.js';
import { expectLawful } from '../support/lawful.js';
import { madeUpApplicant } from '../support/people.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { Json } from '../http/person.js';
import { CallRecord, InsistingCaller, type Reply } from './insisting-caller.js';
import { RoleProcess, type Role } from './role-process.js';

const PASSWORD = 'seven-green-umbrellas';
/** An answer too: the outcome of a decision was not on its page within two seconds, and is asked for again. */
const PENDING = '202';
/** All act from one address. */
const WITHOUT_LIMITS = { READS_PER_SOURCE: '0', WRITES_PER_SOURCE: '0', WRITES_PER_ACCOUNT: '0' };
const FAMILIES = ['10630009', '10630010', '10630011', '10630012'];
/** Cases that their teacher sends back again and again. */
const SENT_BACK = ['10630021', '10630022'];

describe('two of each role, while families and teachers act', () => {
  let database: TestDatabase;
  let temporal: OwnTemporal;
  let config: Config;
  let db: Database;
  let record: CallRecord;
  const running = new Map<Role, RoleProcess[]>();
  const stopping = new AbortController();
  const givenUp = new AbortController();
  let acting: Promise<unknown>;

  beforeAll(async () => {
    database = await createTestDatabase();
    // The build serves the task queue of the product, which on the shared server is nobody's own.
    temporal = await startOwnTemporal();
    config = { ...testConfig(database.url), temporalAddress: temporal.address };
    db = openDatabase(config.databaseUrl, { applicationName: 'test', max: 4 });
    await migrateAll(db);
    await loadDemoData(db, createPersonalData(db, config), config);
    for (const role of ['worker', 'projector', 'api'] as const)
      running.set(role, await Promise.all([start(role), start(role)]));
    record = new CallRecord(async (key) => {
      const { rowCount } = await db.query('select 1 from command_requests where key = $1', [key]);
      return rowCount > 0;
    }, givenUp.signal);
    acting = Promise.all([...FAMILIES.map(appliesAgain), ...SENT_BACK.map(isSentBackAgain)]);
    acting.catch(() => undefined);
    await untilMore(20);
  }, 120_000);

  afterAll(async () => {
    stopping.abort();
    await acting.catch(() => undefined);
    await Promise.all([...running.values()].flat().map((role) => role.discard()));
    const log = await openEventLog(config, db);
    await expectLawful(log);
    await log.close();
    await db.close();
    await database.drop();
    await temporal.discard();
  }, 60_000);

  it('the worker tells what Temporal counts with what it counts itself', async () => {
    const [worker] = running.get('worker') as [RoleProcess];
    const text = await worker.metrics();
    expect(text).toMatch(/^temporal_workflow_task_execution_latency_count\{[^}]*\} [1-9]/m);
    expect(text).toMatch(/^temporal_worker_task_slots_available\{/m);
    expect(text).toMatch(/^binding_append_seconds_count\{role="worker",outcome="stored"\} [1-9]/m);
  });

  it('a request can be followed from its id to the command in the worker and in the log', async () => {
    const ofApi = linesOf('api').filter(({ message, outcome }) => message === 'command' && outcome === 'accepted');
    expect(ofApi.length).toBeGreaterThan(10);
    const ids = ofApi.map(({ commandId }) => commandId);
    // The lines of two processes come by two pipes.
    await eventually(
      'the lines of the worker',
      async () => new Set(linesOf('worker').map(({ commandId }) => commandId)),
      (told) => ids.every((id) => told.has(id)),
      2_000,
    );
    const ofWorker = linesOf('worker').find(({ commandId }) => commandId === ids[0]);
    expect(ofWorker).toMatchObject({ context: 'worker', message: 'executed', status: 'accepted' });
    const answered = linesOf('api').flatMap(({ message, requestId }) => (message === 'answered' ? [requestId] : []));
    expect(ofApi.filter(({ requestId }) => answered.includes(requestId)).length).toBeGreaterThan(10);
  });

  it.each(['api', 'worker', 'projector'] as const)(
    'one %s ends in order within its time, and the other takes over at once',
    async (role) => {
      const [first, second] = running.get(role) as [RoleProcess, RoleProcess];
      const before = record.acknowledged.size;
      const { code, signal, ms } = await first.stop();
      expect([code, signal]).toEqual([0, null]);
      expect(ms).toBeLessThan(config.stopSeconds * 1000);
      expect(first.said).toContain('"message":"stopped"');
      record.slowestMs = 0;
      await untilMore(20);
      expect(record.acknowledged.size).toBeGreaterThanOrEqual(before + 20);
      // After five seconds the API would have said that it does not know.
      expect(record.slowestMs).toBeLessThan(5_000);
      await eventually(
        `the other ${role}`,
        () => second.ready(),
        ({ status }) => status === 200,
        3_000,
      );
    },
    60_000,
  );

  it('nobody who was taken on was left without an answer, and nothing that was acknowledged is lost', async () => {
    stopping.abort();
    await acting;
    const log = await openEventLog(config, db);
    const lasts = lastOfCommands(await wholeLog((after) => log.readAll(after, 1000)));
    await log.close();
    expect(record.acknowledged.size).toBeGreaterThanOrEqual(80);
    expect([...record.acknowledged].filter(([commandId, revision]) => lasts.get(commandId) !== revision)).toEqual([]);
    expect(record.cutAnswers).toBe(0);
    expect(record.again.filter((why) => why !== PENDING)).toEqual([]);
  }, 60_000);

  it('the last worker finishes the command that it has in hand', async () => {
    const [, worker] = running.get('worker') as [RoleProcess, RoleProcess];
    const parent = await parentOf('10630013');
    const { id, student } = (await parent.insist('POST', '/bindings', {})).body;
    const held = await holdsTheLog(1_200);
    const confirmed = parent.insist('POST', `/bindings/${id}/student-info/confirmation`, {
      correct: true,
      shownVersion: student!['version'],
    });
    await held.whenSomebodyWaits();
    const { code } = await worker.stop();
    expect(code).toBe(0);
    expect(await confirmed).toMatchObject({ status: 200, body: { status: 'accepted', revision: 1 } });
    expect(record.again.filter((why) => why !== PENDING)).toEqual([]);
    await held.isOver;
  }, 60_000);

  it('ends at once when it is told a second time, and says so by its exit code', async () => {
    const [, api] = running.get('api') as [RoleProcess, RoleProcess];
    const parent = await parentAgain('10630013');
    const { items } = (await parent.get('/bindings')).body;
    // No worker runs any more: the API waits for an outcome, and ends in order when it has told that there is none.
    const unheard = parent.insist('POST', `/bindings/${items![0]!['id']}/consent`, CONSENT).catch(() => undefined);
    await eventually(
      'the call',
      () => unfinishedCalls(),
      (count) => count === 1,
      5_000,
    );
    const ended = api.stop();
    await new Promise((done) => setTimeout(done, 700));
    api.tell('SIGTERM');
    expect(await ended).toMatchObject({ code: 143, signal: null });
    givenUp.abort();
    await unheard;
  }, 30_000);

  it('none of them has written what anybody entered', () => {
    const said = [...running.values()]
      .flat()
      .map((role) => role.said)
      .join('');
    expect(said.length).toBeGreaterThan(10_000);
    const { name, idNumber, email } = madeUpApplicant(9);
    const entered = [PASSWORD, DEMO_STAFF_PASSWORD, name.slice(0, 4), idNumber, email, 'A100000001', '王小明'];
    expect(entered.filter((value) => said.includes(value))).toEqual([]);
  });

  function start(role: Role): Promise<RoleProcess> {
    return RoleProcess.start(role, config, { LOG_LEVEL: 'debug', ...WITHOUT_LIMITS });
  }

  function linesOf(role: Role): readonly Record<string, unknown>[] {
    // The last line of each may not be whole yet.
    const lines = (running.get(role) ?? []).flatMap(({ said }) => said.split('\n').slice(0, -1));
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async function unfinishedCalls(): Promise<number> {
    return (await db.query('select 1 from command_requests where status is null')).rowCount;
  }

  async function parentOf(number: string): Promise<InsistingCaller> {
    const pupil = demoPupils.find((one) => one.number === number);
    if (!pupil) throw new Error(`no demo pupil ${number}`);
    const addresses = (running.get('api') ?? []).map(({ url }) => url);
    const parent = new InsistingCaller(addresses, record);
    await parent.signIn(`P${number}`, pupil.idNumber);
    await parent.insist('PUT', '/session/password', { currentPassword: pupil.idNumber, newPassword: PASSWORD });
    return parent;
  }

  async function parentAgain(number: string): Promise<InsistingCaller> {
    const parent = new InsistingCaller(
      (running.get('api') ?? []).map(({ url }) => url),
      record,
    );
    await parent.signIn(`P${number}`, PASSWORD);
    return parent;
  }

  /** Fills in its application over and over. */
  async function appliesAgain(number: string): Promise<void> {
    const { parent, path } = await consents(number);
    for (let n = Number(number.slice(-2)); !stopping.signal.aborted; n += 100) await applies(parent, path, n);
  }

  /** Sends its application in, is told to correct the mobile, corrects it, sends it in again. */
  async function isSentBackAgain(number: string): Promise<void> {
    const { parent, path } = await consents(number);
    const teacher = new InsistingCaller(
      (running.get('api') ?? []).map(({ url }) => url),
      record,
    );
    await teacher.signIn('teacher302', DEMO_STAFF_PASSWORD);
    let revision = await applies(parent, path, Number(number.slice(-2)));
    for (let n = 0; !stopping.signal.aborted; n += 1) {
      const { applicants } = await seen(parent, path, revision);
      const { id, dossierRevision } = applicants![0]! as unknown as { id: string; dossierRevision: number };
      revision = await accepted(parent, 'POST', `${path}/submission`, { dossierRevisions: { [id]: dossierRevision } });
      const sent = (await seen(parent, path, revision))['applicants']![0]!['dossierRevision'];
      await accepted(teacher, 'POST', `/reviews/${path.split('/')[2]}/applicants/${id}/correction`, {
        dossierRevision: sent,
        fields: ['mobile'],
        reasonCode: 'contact-wrong',
      });
      revision = await accepted(parent, 'PATCH', `${path}/applicants/${id}`, { mobile: `09${60_000_000 + n}` });
    }
  }

  async function consents(number: string): Promise<{ parent: InsistingCaller; path: string }> {
    const parent = await parentOf(number);
    const { id, student } = (await parent.insist('POST', '/bindings', {})).body;
    const path = `/bindings/${id}`;
    const shownVersion = student!['version'];
    await accepted(parent, 'POST', `${path}/student-info/confirmation`, { correct: true, shownVersion });
    await accepted(parent, 'POST', `${path}/consent`, CONSENT);
    return { parent, path };
  }

  /** Resolves when so many more commands have been acknowledged. */
  function untilMore(count: number): Promise<unknown> {
    const enough = record.acknowledged.size + count;
    return eventually(
      `${count} more commands`,
      () => Promise.race([acting.then(() => record.acknowledged.size), Promise.resolve(record.acknowledged.size)]),
      (size) => size >= enough,
    );
  }

  /** For so long nobody can append, as when a disk is slow. */
  async function holdsTheLog(ms: number) {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin; lock table event_log in share row exclusive mode');
    const isOver = new Promise((done) => setTimeout(done, ms)).then(() => client.end());
    return {
      isOver,
      whenSomebodyWaits: () =>
        eventually(
          'somebody who waits for the log',
          () => db.query("select 1 from pg_locks where relation = 'event_log'::regclass and not granted"),
          ({ rowCount }) => rowCount > 0,
          1_000,
        ),
    };
  }
});

function applies(parent: InsistingCaller, path: string, n: number): Promise<number> {
  const { pupils: _, ...applicant } = madeUpApplicant(n);
  return accepted(parent, 'PUT', `${path}/application`, { mode: 'one-parent', applicants: [applicant] });
}

async function accepted(caller: InsistingCaller, method: string, path: string, body: unknown): Promise<number> {
  const reply = await caller.insist(method, path, body);
  expect(reply).toMatchObject({ status: 200, body: { status: 'accepted' } });
  return reply.body['revision'] as number;
}

/** The case as it stands after this revision: while projectors change places a page may be older, and says so. */
async function seen(caller: InsistingCaller, path: string, revision: number): Promise<Json> {
  const isFresh = ({ body }: Reply) => (body['revision'] as number) >= revision;
  return (await eventually('the page', () => caller.get(`${path}?min_revision=${revision}`), isFresh)).body;
}

/** Of each command the revision of its last event. */
function lastOfCommands(events: readonly StoredEvent[]): ReadonlyMap<unknown, number> {
  return new Map(events.map(({ metadata, revision }) => [metadata['commandId'], revision]));
}

async function wholeLog(
  page: (after: string | null) => Promise<readonly StoredEvent[]>,
): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const more = await page(events.at(-1)?.position ?? null);
    if (more.length === 0) return events;
    events.push(...more);
  }
}
