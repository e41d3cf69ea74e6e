/** `npm test`, `npm run test:unit` ...: installs and builds what is missing, runs the tiers, ends with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, jest, root, run, typescript } from './project.mjs';

const TIERS = {
  unit: { engines: false, workers: 2, files: ['--testPathIgnorePatterns', '\\.(int|e2e)\\.spec\\.ts$'] },
  integration: { engines: true, workers: 2, files: ['--testMatch', '**/test/**/*.int.spec.ts'] },
  e2e: { engines: true, workers: 1, build: true, files: ['--testMatch', '**/test/**/*.e2e.spec.ts'] },
};
const CHECKS = ['check:types', 'check:web', 'check:lint', 'check:format'];
const HELP = `node scripts/test.mjs <all|unit|integration|e2e> [arguments for jest]
  all          types, lint and format, then every tier
  unit         *.spec.ts, no server needed
  integration  *.int.spec.ts, against PostgreSQL, Temporal and the EventStoreDB double
  e2e          *.e2e.spec.ts, the whole system, also killed at any moment`;

const [wanted = 'all', ...jestArgs] = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
const failures = [];

if (wanted === '--help' || (wanted !== 'all' && !(wanted in TIERS))) {
  console.log(HELP);
  process.exit(wanted === '--help' ? 0 : 2);
}
process.env.TZ = 'UTC';
const folder = mkdtempSync(join(tmpdir(), 'binding-test-engines-'));
chmodSync(folder, 0o711);
writeFileSync(join(folder, 'owner'), String(process.pid));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => finish(1));

try {
  await ensureInstalled(console.log);
  if (wanted === 'all') for (const check of CHECKS) await count(check, () => npmRun(check));
  for (const name of wanted === 'all' ? Object.keys(TIERS) : [wanted]) await runTier(name, TIERS[name]);
} catch (error) {
  failed('test run', error);
}
finish(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function runTier(name, tier) {
  if (tier.engines && !(await count(`engines for ${name}`, async () => checkEngines()))) return;
  if (tier.build && !(await count('build', () => ensureBuilt(console.log)))) return;
  const report = join(folder, `${name}-report.json`);
  console.log(`\n${name}`);
  try {
    await run(
      process.execPath,
      jest(
        `--maxWorkers=${tier.workers}`,
        '--json',
        `--outputFile=${report}`,
        // First: --testMatch takes every later argument for one more pattern.
        ...jestArgs,
        ...tier.files,
      ),
      { env: { TEST_ENGINES_DIR: folder }, quiet: true },
    );
  } catch {
    // The report says what failed.
  }
  addReport(name, report);
}

function addReport(name, report) {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    for (const suite of result.testResults.filter((one) => one.status === 'failed'))
      failures.push(suite.name.slice(root.length + 1));
  } catch (error) {
    failed(name, error);
  }
}

/** One line with the remedies where an engine is missing: never a silent skip. */
function checkEngines() {
  const found = spawnSync(process.execPath, typescript('test/support/test-engines.ts', folder, 'check'), {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  if (found.status !== 0) throw new Error(found.stderr.trim());
}

/** Counts a step of ours like a test. */
async function count(name, step) {
  try {
    await step();
    total.passed += 1;
    return true;
  } catch (error) {
    failed(name, error);
    return false;
  }
}

function failed(name, error) {
  total.failed += 1;
  failures.push(name);
  console.error(`${name}: ${error.message}`);
}

function npmRun(script) {
  const own = process.env.npm_execpath;
  const args = ['run', '--silent', script];
  return own?.endsWith('.js') ? run(process.execPath, [own, ...args]) : run('npm', args);
}

function finish(code) {
  spawnSync(process.execPath, typescript('test/support/test-engines.ts', folder, 'stop'), {
    cwd: root,
    stdio: 'ignore',
  });
  rmSync(folder, { recursive: true, force: true });
  if (failures.length > 0) console.log(`\nfailed: ${[...new Set(failures)].join(', ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(code);
}
