import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  discardDataDirectory,
  RunningSystem,
  temporaryDataDirectory,
  type Part,
} from '../../src/tools/demo/running-system.js';
import { eventually } from '../../src/tools/demo/visitor.js';
import { isRunning } from '../../src/embedded/engines/process-identity.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { eventStoreDbName, openEventStoreDb, realEventStoreDb } from '../support/eventstoredb.js';
import { madeUpApplicant } from '../support/people.js';
import { expectPlainPath, processesOf, PROGRAM } from '../support/whole-system.js';
import { atNextCommit } from './next-commit.js';
import { walk, type Meanwhile, type Step, type Walker } from './walk.js';

interface Blows {
  readonly of: Part;
  readonly pupil: string;
  readonly at: readonly Step[];
}

const LOGS: readonly { readonly log: string; readonly parts: readonly Blows[] }[] = [
  {
    log: 'PostgreSQL',
    parts: [
      { of: 'api', pupil: '10630009', at: ['open', 'send'] },
      { of: 'worker', pupil: '10630010', at: ['confirm', 'approve'] },
      { of: 'projector', pupil: '10630011', at: ['approve'] },
      { of: 'temporal', pupil: '10630012', at: ['send', 'approve'] },
      { of: 'postgres', pupil: '10630013', at: ['open', 'approve'] },
    ],
  },
  {
    log: eventStoreDbName,
    // Only what works on the log is killed once more.
    parts: [
      { of: 'worker', pupil: '10630010', at: ['send', 'approve'] },
      { of: 'projector', pupil: '10630011', at: ['approve'] },
    ],
  },
];
/** How long after the click the blow falls, in milliseconds: over and over another moment of the step. */
const DELAYS = [0, 15, 40, 5, 25, 60];
const PATIENCE_MS = 120_000;

describe.each(LOGS)('kill -9 in the middle of a step, with the log in $log', ({ log, parts }) => {
  let dataDirectory: string;
  let eventStoreDbUrl: string | undefined;
  let double: EventStoreDbDouble | undefined;
  let system: RunningSystem;
  let blows = 0;

  beforeAll(async () => {
    dataDirectory = temporaryDataDirectory();
    if (log !== 'PostgreSQL') ({ url: eventStoreDbUrl, double } = await openEventStoreDb());
    system = await start();
  }, PATIENCE_MS);

  afterAll(async () => {
    await system.discard();
    await discardDataDirectory(dataDirectory);
    await double?.stop();
    if (double) rmSync(double.dir, { recursive: true, force: true });
    expect(processesOf(dataDirectory)).toEqual([]);
  }, PATIENCE_MS);

  it.each(parts)(
    'of the $of: the case goes on, nothing is lost, nothing is done twice',
    async ({ of: part, pupil, at }) => {
      const strike = async (): Promise<void> => {
        const killed = system.kill(part);
        await eventually(
          `another ${part}`,
          () => Promise.resolve(system.part(part)),
          (now) => now !== undefined && now.startedAt !== killed.startedAt,
          60_000,
        );
      };
      await walkUnder(pupil, 'teacher301', at, strike);
    },
    PATIENCE_MS,
  );

  it('starts on that log', () => {
    expect(system.lines.join('\n')).toContain(`the event log is ${log.split(' ')[0]}`);
  });

  // Nobody's own server is killed.
  if (log !== 'PostgreSQL' && !realEventStoreDb) {
    it(
      'of the log: the case goes on, nothing is lost, nothing is done twice',
      async () => {
        await walkUnder('10630012', 'teacher301', ['consent', 'approve'], killLog);
      },
      PATIENCE_MS,
    );
  }

  it(
    'of the supervisor: its roles end, and the next start clears up and goes on',
    async () => {
      await walkUnder('10630021', 'teacher302', ['approve'], killSupervisor);
    },
    PATIENCE_MS,
  );

  it(
    'of all of them at once: the next start goes on',
    async () => {
      await walkUnder('10630022', 'teacher302', ['send', 'approve'], killAll);
    },
    PATIENCE_MS,
  );

  it(
    'leaves the next family to walk in peace',
    () => walkUnder('10630008', 'teacher301', [], async () => undefined),
    60_000,
  );

  /** One family walks to the created account while it is struck at some of the steps; then the log is looked at. */
  async function walkUnder(
    pupil: string,
    teacher: string,
    at: readonly Step[],
    strike: () => Promise<void>,
  ): Promise<void> {
    const walker: Walker = {
      address: system.address,
      pupil,
      teacher,
      applicant: madeUpApplicant(Number(pupil.slice(-2))),
    };
    const struck: Step[] = [];
    const meanwhile: Meanwhile = async (step, work) => {
      if (!at.includes(step)) return work();
      struck.push(step);
      const blow = await armed(step, strike);
      const [result] = await Promise.all([work(), blow.struck]);
      return result;
    };
    const caseId = await walk(walker, meanwhile);
    expect(struck).toEqual(at);
    await expectPlainPath(system.address, caseId);
  }

  /** As soon as the step's events are in the log, where the test can see that; else a few milliseconds after the click. */
  async function armed(step: Step, strike: () => Promise<void>): Promise<{ struck: Promise<void> }> {
    if (log === 'PostgreSQL' && step !== 'open') return atNextCommit(system, strike);
    return { struck: later(DELAYS[(blows += 1) % DELAYS.length] ?? 0).then(strike) };
  }

  function start(port?: number): Promise<RunningSystem> {
    return RunningSystem.start({
      program: PROGRAM,
      dataDirectory,
      ...(port !== undefined && { port }),
      ...(eventStoreDbUrl && { env: { EVENTSTOREDB_URL: eventStoreDbUrl } }),
    });
  }

  /** Strikes, then starts the system again on the same port and data, as whoever runs it would. */
  async function again(kill: () => Promise<void>): Promise<void> {
    const port = Number(new URL(system.address).port);
    await kill();
    system = await start(port);
  }

  async function killLog(): Promise<void> {
    await double?.kill();
    await restartDouble();
  }

  async function killSupervisor(): Promise<void> {
    const roles = (['api', 'worker', 'projector'] as const).map((role) => system.part(role));
    await again(() => system.killSupervisor());
    for (const role of roles) expect(role && (await isRunning(role))).toBe(false);
  }

  function killAll(): Promise<void> {
    return again(async () => {
      await Promise.all([system.killAll(), double?.kill()]);
      await restartDouble();
    });
  }

  async function restartDouble(): Promise<void> {
    if (double) double = await startEventStoreDbDouble({ dir: double.dir, port: double.port });
  }
});

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
