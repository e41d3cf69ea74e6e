/**
 * Writes the histories of this version: at a release, and never over those of another one.
 *   TEMPORAL_ADDRESS=host:port node --import ./test/support/typescript.mjs test/replay/record-histories.ts <version> [story...]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { ScheduleOverlapPolicy, type WorkflowHandle } from '@temporalio/client';
import type { Command } from '../../domain/binding/commands.js';
import {
  amendApplicant,
  answerConsent,
  disputeStudentInfo,
  keepStudentInfo,
  recall,
  withdraw,
} from '../domain/builders.js';
import { ReconcilePasses } from '../../src/adapters/temporal/reconcile-passes.js';
import {
  RECONCILE_EVERY,
  RECONCILE_SCHEDULE,
  type ReconcileActivities,
} from '../../workflows/reconcile/reconcile-contract.js';
import { temporalAddress } from '../support/temporal.js';
import { Case } from '../workflows/case.js';
import { HangingAccounts, leftInBetween } from '../workflows/hanging-accounts.js';
import { World, eventually, type WorldOptions } from '../workflows/world.js';
import { HISTORIES } from './golden-histories.js';

const [version = '', ...wanted] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('say which version writes these histories, e.g. 0.1.0');
const folder = join(HISTORIES, version);
mkdirSync(folder, { recursive: true });

const SEEN_UNTIL = '2026-11-25T06:00:00.000Z';

type Story = (world: World, request: Case) => Promise<unknown>;

async function record(name: string, story: Story, options: WorldOptions = {}): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const world = await World.started(options);
  try {
    const request = new Case(world);
    await story(world, request);
    await save(name, world.handle(request.requestId));
  } finally {
    await world.stop();
  }
}

async function save(name: string, handle: WorkflowHandle): Promise<void> {
  const history = historyToJSON(await handle.fetchHistory());
  const saved = { workflowId: handle.workflowId, history: JSON.parse(history, withoutMachine) as unknown };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(saved, null, 1)}\n`);
  console.log(`${version}/${name}`);
}

/** A pass of reconcile. @param run answers with the id of its workflow, which has ended. */
async function recordPass(
  name: string,
  run: (passes: ReconcilePasses, world: World) => Promise<string>,
): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const done: ReconcileActivities = {
    signalCases: async ({ scope }) => ({ signalled: scope === 'every' ? 250 : 3, failed: 0, until: SEEN_UNTIL }),
    sendDecisionsAgain: async () => ({ settled: 1, sentAgain: 1, dropped: 0, failed: 0 }),
  };
  const world = await World.started({ around: (activities) => ({ ...activities, ...done }) });
  const place = { temporalAddress: temporalAddress(), temporalNamespace: 'default' };
  const passes = new ReconcilePasses({ ...place, temporalTaskQueue: world.taskQueue });
  try {
    await save(name, world.client.workflow.getHandle(await run(passes, world)));
  } finally {
    await passes.close();
    await world.stop();
  }
}

/** Process ids, host names and paths say nothing about the workflow. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return '';
  return typeof value === 'string' ? value.replace(`${process.pid}@${hostname()}`, 'recorder') : value;
}

const ended = (world: World, request: Case) => world.handle(request.requestId).result();

async function plain(world: World, request: Case): Promise<void> {
  await request.upToReview();
  await world.gateway.signalDecision(request.approve);
  await ended(world, request);
}

await record('one-parent', plain);

await record('two-parents-one-rejected', async (world, request) => {
  await request.upToReview(request.fillForTwo);
  await world.gateway.signalDecision(request.approveMother);
  await world.gateway.signalDecision(request.reject);
  await ended(world, request);
});

await record('consent-refused', async (world, request) => {
  for (const command of [request.open, request.confirm]) await world.gateway.send(command);
  await world.gateway.send(request.own(answerConsent({ intent: 'not-joining' })));
  await ended(world, request);
});

await record('decision-refused-then-approved', async (world, request) => {
  await request.upToReview();
  const { approve } = request;
  await world.gateway.signalDecision(
    request.own({ ...approve, data: { ...approve.data, dossierRevision: 3 } }, 'stale'),
  );
  await eventually(async () => (await world.types(request.requestId)).length === 6);
  await world.gateway.signalDecision(approve);
  await ended(world, request);
});

await record(
  'review-escalated-then-running',
  async (world, request) => {
    await request.upToReview();
    await eventually(async () => (await world.types(request.requestId)).includes('ReviewEscalated'));
  },
  { policyVersion: 'test' },
);

await record(
  'unfinished-expired',
  async (world, request) => {
    await world.gateway.send(request.open);
    await ended(world, request);
  },
  { policyVersion: 'test', now: ({ type }: Command) => Date.now() - (type === 'Open' ? 27_000 : 0) },
);

let failures = 5;
await record('execute-as-a-regular-activity', plain, {
  around: (activities) => ({
    ...activities,
    execute: (command, known) =>
      command.type === 'AnswerConsent' && failures-- > 0
        ? Promise.reject(new Error('no log'))
        : activities.execute(command, known),
  }),
});

await record('begun-anew-after-it-was-lost', async (world, request) => {
  await request.upToReview();
  await world.handle(request.requestId).terminate('lost');
  await world.gateway.signalDecision(request.approve);
  await ended(world, request);
});

await record('late-command-on-a-closed-case', async (world, request) => {
  await plain(world, request);
  // Not an update: the server answers one it has seen from the run that is closed.
  await world.gateway.signalDecision(request.approve);
  await ended(world, request);
});

await record('run-after-continue-as-new', async (world, request) => {
  await request.upToReview();
  await request.continueAsNew();
  await world.gateway.signalDecision(request.approve);
  await ended(world, request);
});

await record('correction-asked-amended-sent-again-approved', async (world, request) => {
  await request.upToReview();
  await world.gateway.signalDecision(request.askForCorrection);
  await eventually(async () => (await world.types(request.requestId)).includes('CorrectionRequested'));
  await world.gateway.send(request.own(amendApplicant()));
  await world.gateway.send(request.signAgain(6));
  await world.gateway.signalDecision(request.approveAt(7));
  await ended(world, request);
});

await record('recalled-sent-again-approved', async (world, request) => {
  await request.upToReview();
  await world.gateway.send(request.own(recall()));
  await world.gateway.send(request.signAgain(4));
  await world.gateway.signalDecision(request.approveAt(6));
  await ended(world, request);
});

await record('withdrawn', async (world, request) => {
  await request.upToReview();
  await world.gateway.send(request.own(withdraw()));
  await ended(world, request);
});

await record('disputed-and-kept', async (world, request) => {
  await world.gateway.send(request.open);
  await world.gateway.send(request.own(disputeStudentInfo()));
  await world.gateway.send(request.own(keepStudentInfo()));
  await world.gateway.send(request.confirm);
  await world.gateway.send(request.own(withdraw()));
  await ended(world, request);
});

await record(
  'reviewer-reminded-twice-then-approved',
  async (world, request) => {
    await request.upToReview();
    await eventually(
      async () => (await world.types(request.requestId)).filter((type) => type === 'ReviewReminderDue').length === 2,
    );
    await world.gateway.signalDecision(request.approve);
    await ended(world, request);
  },
  { policyVersion: 'test' },
);

await record(
  'family-reminded-then-running',
  async (world, request) => {
    await world.gateway.send(request.open);
    await eventually(async () => (await world.types(request.requestId)).includes('RequestReminderDue'));
  },
  { policyVersion: 'test', now: ({ type }: Command) => Date.now() - (type === 'Open' ? 5_000 : 0) },
);

const hanging = new HangingAccounts();
await record('student-left-while-the-account-was-created', (world, request) => hanging.leaveMeanwhile(world, request), {
  known: leftInBetween,
  around: (activities) => hanging.around(activities),
});

await recordPass('reconcile-every-case', async (passes, { taskQueue }) => {
  await passes.run('every');
  return `${RECONCILE_EVERY}-${taskQueue}`;
});

// What the first has seen is the beginning of the second.
await recordPass('reconcile-second-pass-of-the-schedule', async (passes, world) => {
  await passes.ensureSchedule();
  const schedule = world.client.schedule.getHandle(`${RECONCILE_SCHEDULE}-${world.taskQueue}`);
  let workflowId = '';
  for (const nth of [1, 2]) {
    await schedule.trigger(ScheduleOverlapPolicy.SKIP);
    await eventually(async () => {
      const { info } = await schedule.describe();
      const started = info.recentActions.map(({ action }) => action.workflow.workflowId);
      workflowId = started.at(-1) ?? '';
      return started.length === nth;
    });
    await world.client.workflow.getHandle(workflowId).result();
    // The server learns of the result a moment after the worker has told us; the next id has another second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
  await passes.deleteSchedule();
  return workflowId;
});
