import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Starts the engine of this jest run if no test has yet, and returns how to reach it. Takes a second the first time. */
export function sharedEngine<Reach>(name: 'postgres' | 'temporal'): Reach {
  const folder = process.env['TEST_ENGINES_DIR'];
  if (!folder) throw new Error('TEST_ENGINES_DIR is not set: jest.config.mjs names the global set-up that sets it');
  const said = execFileSync(
    process.execPath,
    ['--import', join(here, 'typescript.mjs'), join(here, 'test-engines.ts'), folder, name],
    {
      cwd: join(here, '..', '..'),
      encoding: 'utf8',
      timeout: 180_000,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  return JSON.parse(said) as Reach;
}
