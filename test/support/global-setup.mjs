import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopEngines } from './stop-engines.mjs';

const PREFIX = 'binding-test-engines-';

/** Gives the run a folder for its engines (started by the first test that asks) and clears up after runs that were killed. */
export default async function setUp() {
  clearUpAfterKilledRuns();
  if (process.env.TEST_ENGINES_DIR) return;
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL's own user must get through to its data folder.
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'owner'), String(process.pid));
  process.env.TEST_ENGINES_DIR = folder;
  globalThis.ownEngines = folder;
}

function clearUpAfterKilledRuns() {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    if (!ownerRuns(folder)) stopEngines(folder);
  }
}

function ownerRuns(folder) {
  try {
    process.kill(Number(readFileSync(join(folder, 'owner'), 'utf8')), 0);
    return true;
  } catch (error) {
    // No owner file yet: somebody is just starting, or another user's run.
    return error.code !== 'ESRCH';
  }
}
