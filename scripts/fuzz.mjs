/** `npm run test:fuzz`: requests drawn from docs/openapi.json against the whole system, many more than a test run has time for. */
import { campaign } from './campaign.mjs';

await campaign({
  help: `npm run test:fuzz -- [--count N] [--seed S]
  --count N  requests (5000)
  --seed S   another seed draws other requests; the same seed the same ones (a number drawn now)
A failure prints the seed, the request, and everything that is wrong with its answer.`,
  count: 5000,
  says: (count) => `${count} requests`,
  specs: ['test/api/http/fuzz.int.spec.ts'],
  env: (count, seed) => ({ FUZZ_COUNT: String(count), FUZZ_SEED: String(seed) }),
});
