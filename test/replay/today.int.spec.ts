import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Case } from '../workflows/case.js';
import { World } from '../workflows/world.js';
import type { GoldenHistory } from './golden-histories.js';
import { goneAstray } from './steps.js';

let world: World;
beforeAll(async () => {
  world = await World.started();
}, 60_000);
afterAll(() => world.stop());

describe('the workflow of today', () => {
  it('sets its timers for what is due, and asks its activities as the recorded histories do', async () => {
    const request = new Case(world);
    await request.upToReview();
    await world.gateway.signalDecision(request.approve);
    const handle = world.handle(request.requestId);
    await handle.result();
    const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as GoldenHistory['history'];
    expect(history.events.filter((event) => event.timerStartedEventAttributes)).toHaveLength(2);
    expect(history.events.filter((event) => event.activityTaskScheduledEventAttributes)).toHaveLength(1);
    expect(goneAstray({ workflowId: handle.workflowId, history })).toEqual([]);
  });
});
