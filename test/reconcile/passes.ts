/** A world whose log and read models are in PostgreSQL, with the passes of `reconcile` over them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createReconcile, type ReconcileNews, type ReconcilePorts } from '../../activities/reconcile.js';
import { readModels } from '../../projections/read-models.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import { CommandRows, type ReviewDecision } from '../../src/api/commands/command-rows.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { storedForReconcile } from '../../src/processes/reconcile-ports.js';
import { ReconcilePasses } from '../../src/adapters/temporal/reconcile-passes.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { temporalAddress } from '../support/temporal.js';
import { World, eventually, type WorldOptions } from '../workflows/world.js';

export class PassesUnderTest {
  readonly news: ReconcileNews[] = [];
  stopping = new AbortController();
  private readonly masterKey = randomBytes(32);

  private constructor(
    readonly world: World,
    readonly passes: ReconcilePasses,
    readonly db: Database,
    private readonly database: TestDatabase,
    private readonly projections: Projections,
  ) {}

  /** @param change puts something else in the place of a port. */
  static async started(
    options: WorldOptions = {},
    change: (ports: ReconcilePorts) => Partial<ReconcilePorts> = () => ({}),
  ): Promise<PassesUnderTest> {
    const database = await createTestDatabase();
    const db = openDatabase(database.url);
    await migrateAll(db);
    const log = await openEventLog({}, db);
    const world: World = new World({
      log,
      ...options,
      around: (activities) => {
        const ports = { ...under.ports(), tell: (news: ReconcileNews) => under.news.push(news) };
        const own = options.around?.(activities) ?? activities;
        return { ...own, ...createReconcile({ ...ports, ...change(ports) }) };
      },
    });
    const place = { temporalAddress: temporalAddress(), temporalNamespace: 'default' };
    const passes = new ReconcilePasses({ ...place, temporalTaskQueue: world.taskQueue });
    const projections = startProjections(readModels, { db, log }, { tickMs: 100 });
    const under = new PassesUnderTest(world, passes, db, database, projections);
    await world.startWorker();
    return under;
  }

  /** The worker that is started next is not about to end. */
  beginsAgain(): void {
    this.stopping = new AbortController();
  }

  /** Waits until the read model has the case at this revision. */
  async seen(requestId: string, revision: number): Promise<void> {
    await eventually(async () => {
      const sql = 'select 1 from binding_case where request_id = $1 and revision >= $2';
      return (await this.db.query(sql, [requestId, revision])).rowCount === 1;
    });
  }

  /** What the edge has written when its process dies before the signal; `secondsAgo` it did. */
  async keeps(decision: ReviewDecision, secondsAgo = 60): Promise<void> {
    const personalData = createPersonalData(this.db, { masterKey: this.masterKey });
    const call = { principal: 'teacher', method: 'POST', path: '/', key: randomUUID(), body: {} };
    const { requestId, commandId } = decision;
    const target = { requestId, commandId, studentId: 'student' };
    const rows = new CommandRows(this.db, personalData, { indexKey: randomBytes(32) });
    await rows.begin(call, target);
    await rows.keepDecision(call, decision, target);
    const sql = `update command_requests set created_at = now() - $2 * interval '1 second' where command_id = $1`;
    await this.db.query(sql, [commandId, secondsAgo]);
  }

  /** Whether the decision is still kept. */
  async isKept({ commandId }: ReviewDecision): Promise<boolean> {
    const sql = 'select 1 from command_requests where command_id = $1 and command is not null';
    return (await this.db.query(sql, [commandId])).rowCount > 0;
  }

  /** Why the decision was never carried out. */
  async refusalOf({ commandId }: ReviewDecision): Promise<string | null> {
    const sql = 'select refusal from command_requests where command_id = $1';
    return (await this.db.query<{ refusal: string | null }>(sql, [commandId])).rows[0]?.refusal ?? null;
  }

  async erasePupil(): Promise<void> {
    await createPersonalData(this.db, { masterKey: this.masterKey }).eraseKey('student');
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.passes.close();
    await this.projections.stop();
    await this.db.close();
    await this.database.drop();
  }

  private ports(): ReconcilePorts {
    const stored = storedForReconcile(this.db, { masterKey: this.masterKey });
    return { ...stored, log: this.world.log, signals: this.world.gateway, stopping: this.stopping.signal };
  }
}
