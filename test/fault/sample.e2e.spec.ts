/** A taste of `npm run fault` in every test run. */
import { describe, expect, it } from '@jest/globals';
import { brokenBuilds } from './broken-builds.js';
import { runCampaign } from './campaign.js';

const PATIENCE_MS = 120_000;
const silent = (): void => undefined;

describe('a fault campaign of one round', () => {
  it(
    'finds that nothing is lost and nothing done twice',
    async () => {
      const report = await runCampaign({ seed: 11, count: 1, log: 'eventstoredb', moments: 3, say: silent });
      expect(report.violations).toEqual([]);
      expect(report.oddities).toEqual([]);
      expect(report.ok).toBeGreaterThan(10);
    },
    PATIENCE_MS,
  );

  it(
    'catches a build that is broken on purpose',
    async () => {
      const [build] = brokenBuilds.filter(({ name }) => name === 'checkpoint-outside-the-transaction');
      if (!build) throw new Error('there is no such build');
      const { patches: broken, seed, log, among = [] } = build;
      const report = await runCampaign({ seed, count: 1, log, moments: 1, among, broken, say: silent });
      expect(report.violations.map(({ invariant }) => invariant)).toContain('I4');
    },
    PATIENCE_MS,
  );
});
