import { beforeAll, describe, expect, it } from '@jest/globals';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { workflowCode, type WorkflowCode } from '../../src/adapters/temporal/workflow-code.js';
import { installRuntime } from '../../src/adapters/temporal/install-runtime.js';
import { decoded, goldenHistories, type GoldenHistory } from './golden-histories.js';
import { goneAstray, isPass } from './steps.js';

const MUTANTS = join(dirname(fileURLToPath(import.meta.url)), 'mutants');
const histories = goldenHistories();

/** One worker for all: twice as fast as one each. @returns name of the error by history, undefined when it replays. */
async function replayed(code: WorkflowCode): Promise<Map<string, string | undefined>> {
  const names = new Map<string, string | undefined>();
  const byWorkflow = new Map(histories.map(({ name, workflowId }) => [workflowId, name]));
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: code }, histories)) {
    names.set(byWorkflow.get(workflowId) ?? workflowId, error?.name);
  }
  return names;
}

beforeAll(() => void installRuntime());

describe('a case that an earlier release began', () => {
  it('is there to be replayed', () => {
    const names = histories.map(({ name }) => name);
    expect(names).toContain('0.3.0/one-parent');
    expect(names).toContain('0.3.0/student-left-while-the-account-was-created');
    expect(new Set(histories.map(({ workflowId }) => workflowId)).size).toBe(histories.length);
  });

  it('goes on under the workflow of today', async () => {
    expect(await replayed(await workflowCode())).toEqual(new Map(histories.map(({ name }) => [name, undefined])));
  }, 60_000);
});

const asksFor = (activity: string) => (golden: GoldenHistory) =>
  golden.history.events.some((event) => event.activityTaskScheduledEventAttributes?.activityType.name === activity);

const isCase = ({ workflowId }: GoldenHistory) => !isPass(workflowId);

describe('a pass of reconcile that an earlier release began', () => {
  it('is there to be replayed', () => {
    expect(histories.filter((golden) => !isCase(golden)).map(({ name }) => name)).toEqual([
      '0.3.0/reconcile-every-case',
      '0.3.0/reconcile-second-pass-of-the-schedule',
    ]);
  });

  it('looks back to what the pass before it had seen', () => {
    const second = histories.find(({ name }) => name === '0.3.0/reconcile-second-pass-of-the-schedule');
    const orders = second?.history.events.flatMap(({ activityTaskScheduledEventAttributes: activity }) =>
      activity?.activityType.name === 'signalCases' ? decoded(activity.input) : [],
    );
    expect(orders).toEqual([{ scope: 'changed', since: '2026-11-25T06:00:00.000Z' }]);
  });
});

describe('a workflow that does something else', () => {
  it.each<[string, (golden: GoldenHistory) => boolean]>([
    ['one-timer-more', isCase],
    ['no-alarm', (golden) => golden.history.events.some((event) => event.timerStartedEventAttributes)],
    ['another-activity', asksFor('createAccount')],
    ['no-disabling', asksFor('disableAccount')],
    ['no-cancelling', ({ name }) => name.includes('student-left')],
    ['cases-before-decisions', (golden) => !isCase(golden)],
  ])(
    'is seen to break the histories that it would break: %s',
    async (mutant, breaks) => {
      expect(histories.filter(breaks)).not.toHaveLength(0);
      const names = new Map(
        histories.map((golden) => [golden.name, breaks(golden) ? 'DeterminismViolationError' : undefined]),
      );
      expect(await replayed(await workflowCode(join(MUTANTS, `${mutant}.ts`)))).toEqual(names);
    },
    60_000,
  );
});

describe('what replay does not see', () => {
  // Temporal compares neither the length of a timer nor the arguments of an activity.
  it.each(histories.map((golden) => [golden.name, golden] as const))('is as it should be in %s', (_name, golden) => {
    expect(goneAstray(golden)).toEqual([]);
  });
});
