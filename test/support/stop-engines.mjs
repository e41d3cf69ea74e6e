import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Ends the engines of one jest run and removes their folder. */
export function stopEngines(folder) {
  spawnSync(
    process.execPath,
    ['--import', join(here, 'typescript.mjs'), join(here, 'test-engines.ts'), folder, 'stop'],
    { cwd: join(here, '..', '..'), stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
}
