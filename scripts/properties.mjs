/** `npm run test:properties`: the laws of the rules and of the workflow over many more random lives than a test run has time for. */
import { ensureInstalled, run } from './project.mjs';

const HELP = `npm run test:properties -- [--count N] [--seed S]
  --count N  random lives for each law (10000; there are about ten laws, so that is 100,000 in all),
             and a tenth of it interleavings of tasks in the workflow, each of which takes longer
  --seed S   another seed gives other lives; the same seed the same ones (a number drawn now)
A failure prints the seed and the shortest life that breaks the law.`;

const options = process.argv.slice(2);
const valueOf = (name, otherwise) => {
  const at = options.indexOf(name);
  return at < 0 ? otherwise : Number(options[at + 1]);
};
const count = valueOf('--count', 10_000);
const seed = valueOf('--seed', Date.now() % 1_000_000_000);
if (options.includes('--help')) console.log(HELP);
else if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  await ensureInstalled(console.log);
  console.log(`${count} lives for each law, seed ${seed}`);
  try {
    await run(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        'test/domain/properties.spec.ts',
        'test/workflows/interleavings.spec.ts',
        '--testTimeout=3600000',
      ],
      {
        env: {
          PROPERTY_RUNS: String(count),
          INTERLEAVINGS: String(Math.ceil(count / 10)),
          PROPERTY_SEED: String(seed),
        },
      },
    );
  } catch (error) {
    process.exitCode = error.code ?? 1;
  }
}
