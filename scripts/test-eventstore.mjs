/** `npm run test:eventstore`: the contract of the log, the traps of the client and the facts of the server, against a real server or the double. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, jest, run } from './project.mjs';

const HELP = `npm run test:eventstore [-- --url esdb://[user:password@]host:port[?tls=false]] [--version 24.10.14]
  Without --url: against the double that the tests bring along, also killed and frozen.
  With --url: against that server, one node. Tests that must kill or instruct the server are left out and counted as such.
    Give it an empty server of its own: the tests write streams contractTest-*, delete some, and need to be the only writer.
    Connections go through a proxy on 127.0.0.1: a server with TLS needs a certificate for it, or tlsVerifyCert=false.
  --version: what the server calls itself, where GET /info does not say.
  Prints what ran, how it ended, and a row for docs/eventstoredb-verification.md.`;
/** Against the double only: they start it, kill it and start it again. */
const OF_THE_DOUBLE = 'eventstoredb-(double|faults|access)';
const OF_EVERY_SERVER =
  'eventstoredb-(failures|parts|catch-up|log|facts-append|facts-read|append-traps|subscription-traps)|stray-rejections';

const { url, version, help } = options();
if (help) {
  console.log(HELP);
  process.exit(0);
}
process.env.TZ = 'UTC';
await ensureInstalled(console.log);
const server = url
  ? `EventStoreDB at ${host(url)}, version ${version ?? (await reportedVersion(url)) ?? 'unknown'}`
  : 'the double';
console.log(`against ${server}`);

const folder = mkdtempSync(join(tmpdir(), 'eventstore-report-'));
const report = join(folder, 'report.json');
const patterns = url ? OF_EVERY_SERVER : `${OF_EVERY_SERVER}|${OF_THE_DOUBLE}`;
try {
  await run(
    process.execPath,
    jest(
      // One after the other: the head of the log must not move while a test reads it.
      '--runInBand',
      '--json',
      `--outputFile=${report}`,
      '--testPathPatterns',
      `test/eventstore/(${patterns})`,
    ),
    { env: url ? { EVENTSTOREDB_URL: url } : {}, quiet: true },
  );
} catch {
  // The report says what failed.
}
process.exitCode = summary(JSON.parse(readFileSync(report, 'utf8')));
rmSync(folder, { recursive: true, force: true });

function options() {
  try {
    const { values } = parseArgs({
      options: { url: { type: 'string' }, version: { type: 'string' }, help: { type: 'boolean', default: false } },
    });
    if (values.url === undefined || values.url.startsWith('esdb://')) return values;
    throw new Error('--url: not of the form esdb://[user:password@]host:port[?options]');
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

/** Without the password. */
function host(address) {
  return /^esdb:\/\/(?:[^@]*@)?([^/?]+)/.exec(address)?.[1] ?? '?';
}

async function reportedVersion(address) {
  const scheme = /[?&]tls=false\b/i.test(address) ? 'http' : 'https';
  try {
    const answer = await fetch(`${scheme}://${host(address)}/info`, { signal: AbortSignal.timeout(3000) });
    return (await answer.json()).esVersion;
  } catch {
    return undefined;
  }
}

/** @returns the exit code. */
function summary({ testResults, numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
  for (const { name, assertionResults } of testResults.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const count = (status) => assertionResults.filter((one) => one.status === status).length;
    console.log(
      `  ${basename(name).padEnd(50)} ${count('passed')} passed, ${count('failed')} failed, ${count('pending')} left out`,
    );
    for (const { status, fullName } of assertionResults)
      if (status === 'failed') console.log(`    failed: ${fullName}`);
  }
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  const date = new Date().toISOString().slice(0, 10);
  console.log(`\n| ${date} | ${server} | ${numPassedTests} | ${failed} | ${numPendingTests} |`);
  return failed > 0 || numPassedTests === 0 ? 1 : 0;
}
