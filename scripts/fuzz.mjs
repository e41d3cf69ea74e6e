/** `npm run test:fuzz`: requests drawn from docs/openapi.json against the whole system, many more than a test run has time for. */
import { ensureInstalled, run } from './project.mjs';

const HELP = `npm run test:fuzz -- [--count N] [--seed S]
  --count N  requests (5000)
  --seed S   another seed draws other requests; the same seed the same ones (a number drawn now)
A failure prints the seed, the request, and everything that is wrong with its answer.`;

const options = process.argv.slice(2);
const valueOf = (name, otherwise) => {
  const at = options.indexOf(name);
  return at < 0 ? otherwise : Number(options[at + 1]);
};
const count = valueOf('--count', 5_000);
const seed = valueOf('--seed', Date.now() % 1_000_000_000);
if (options.includes('--help')) console.log(HELP);
else if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  await ensureInstalled(console.log);
  console.log(`${count} requests, seed ${seed}`);
  try {
    await run(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        'test/http/fuzz.int.spec.ts',
        '--testTimeout=3600000',
      ],
      { env: { FUZZ_COUNT: String(count), FUZZ_SEED: String(seed) } },
    );
  } catch (error) {
    process.exitCode = error.code ?? 1;
  }
}
