/** `npm run test:properties`: the laws of the rules and of the workflow over many more random lives than a test run has time for. */
import { campaign } from './campaign.mjs';

await campaign({
  help: `npm run test:properties -- [--count N] [--seed S]
  --count N  random lives for each law (10000; there are about ten laws, so that is 100,000 in all),
             and a tenth of it interleavings of tasks in the workflow, each of which takes longer
  --seed S   another seed gives other lives; the same seed the same ones (a number drawn now)
A failure prints the seed and the shortest life that breaks the law.`,
  count: 10_000,
  says: (count) => `${count} lives for each law`,
  specs: ['test/domain/properties.spec.ts', 'test/workflows/interleavings.spec.ts'],
  env: (count, seed) => ({
    PROPERTY_RUNS: String(count),
    INTERLEAVINGS: String(Math.ceil(count / 10)),
    PROPERTY_SEED: String(seed),
  }),
});
