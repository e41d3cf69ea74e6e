import { beforeAll, describe, expect, it } from '@jest/globals';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { workflowCode, type WorkflowCode } from '../../src/temporal/workflow-code.js';
import { quietRuntime } from '../../src/temporal/quiet-runtime.js';
import { goldenHistories } from './golden-histories.js';
import { goneAstray } from './steps.js';

const TWIN = join(dirname(fileURLToPath(import.meta.url)), 'twin.ts');
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

beforeAll(() => quietRuntime());

describe('a case that an earlier release began', () => {
  it('is there to be replayed', () => {
    expect(histories.map(({ name }) => name)).toContain('0.1.0/one-parent');
    expect(new Set(histories.map(({ workflowId }) => workflowId)).size).toBe(histories.length);
  });

  it('goes on under the workflow of today', async () => {
    expect(await replayed(await workflowCode())).toEqual(new Map(histories.map(({ name }) => [name, undefined])));
  }, 60_000);

  it('would be seen to break under a workflow that does something else', async () => {
    const broken = await replayed(await workflowCode(TWIN));
    expect(broken).toEqual(new Map(histories.map(({ name }) => [name, 'DeterminismViolationError'])));
  }, 60_000);
});

describe('what replay does not see', () => {
  // Temporal compares neither the length of a timer nor the arguments of an activity.
  it.each(histories.map((golden) => [golden.name, golden] as const))('is as it should be in %s', (_name, golden) => {
    expect(goneAstray(golden)).toEqual([]);
  });
});
