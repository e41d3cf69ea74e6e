/**
 * Writes the histories of this version: at a release, and never over those of another one.
 *   TEMPORAL_ADDRESS=host:port node --import ./test/support/typescript.mjs test/replay/record-histories.ts <version> [story...]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Command } from '../../domain/binding/commands.js';
import {
  amendApplicant,
  answerConsent,
  disputeStudentInfo,
  keepStudentInfo,
  recall,
  withdraw,
} from '../domain/builders.js';
import { Case } from '../workflows/case.js';
import { HangingAccounts, leftInBetween } from '../workflows/hanging-accounts.js';
import { World, eventually, type WorldOptions } from '../workflows/world.js';
import { HISTORIES } from './golden-histories.js';

const [version = '', ...wanted] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('say which version writes these histories, e.g. 0.1.0');
const folder = join(HISTORIES, version);
mkdirSync(folder, { recursive: true });

type Story = (world: World, request: Case) => Promise<unknown>;

async function record(name: string, story: Story, options: WorldOptions = {}): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const world = await World.started(options);
  try {
    const request = new Case(world);
    await story(world, request);
    const { workflowId } = world.handle(request.requestId);
    const history = historyToJSON(await world.handle(request.requestId).fetchHistory());
    const saved = { workflowId, history: JSON.parse(history, withoutMachine) as unknown };
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(saved, null, 1)}\n`);
    console.log(`${version}/${name}`);
  } finally {
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
