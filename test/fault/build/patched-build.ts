import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { bundle } from '../../../src/adapters/temporal/workflow-code.js';
import { patched, type Patch } from './patch.js';

export interface Build {
  /** The compiled main.js. */
  readonly program: string;
  /** The compiled command line. */
  readonly cli: string;
}

const DIST = resolve('dist');
const BUILDS = resolve('.cache', 'fault');
/** Nobody runs a build for so long. */
const OLD_MS = 24 * 3_600_000;
const CRASH_HERE = fileURLToPath(new URL('./crash-here.mjs', import.meta.url));
/** Run by a process of their own, so that they bring the crash points along. */
const ENTRIES = ['src/main', 'src/tools/cli/main'];
/** What the workflow bundle is made of. */
const BUNDLED = /^(workflows|domain)\//;

/** A copy of the build (`npm run build` comes first) with other text in some files. Made once for the same sources and patches. */
export async function patchedBuild(patches: readonly Patch[]): Promise<Build> {
  const folder = join(BUILDS, fingerprint(patches));
  if (!existsSync(folder)) {
    clearOld();
    await make(folder, patches);
  }
  return { program: join(folder, 'dist/src/main.js'), cli: join(folder, 'dist/src/tools/cli/main.js') };
}

function clearOld(): void {
  mkdirSync(BUILDS, { recursive: true });
  for (const name of readdirSync(BUILDS)) {
    const build = join(BUILDS, name);
    if (Date.now() - statSync(build).mtimeMs > OLD_MS) rmSync(build, { recursive: true, force: true });
  }
}

async function make(folder: string, patches: readonly Patch[]): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  cpSync('package.json', join(draft, 'package.json'));
  cpSync(DIST, join(draft, 'dist'), { recursive: true });
  for (const file of new Set(patches.map((patch) => patch.file))) {
    writeFileSync(compiled(draft, file), await toJavaScript(file, patches));
  }
  for (const entry of ENTRIES) {
    const file = join(draft, 'dist', `${entry}.js`);
    writeFileSync(file, `import '${CRASH_HERE}';\n${readFileSync(file, 'utf8')}`);
  }
  if (patches.some(({ file }) => BUNDLED.test(file))) {
    writeFileSync(join(draft, 'dist/workflow-bundle.js'), await bundle(join(draft, 'dist/workflows/workflows.js')));
  }
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another campaign made the same one in the meantime.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function compiled(draft: string, file: string): string {
  const path = join(draft, 'dist', file.replace(/\.ts$/, '.js'));
  if (!existsSync(dirname(path))) throw new Error(`${file} is not part of the build`);
  return path;
}

async function toJavaScript(file: string, patches: readonly Patch[]): Promise<string> {
  const { code } = await transform(patched(file, readFileSync(file, 'utf8'), patches), {
    filename: resolve(file),
    configFile: './test/support/swc.json',
  });
  return code;
}

function fingerprint(patches: readonly Patch[]): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(DIST, '.built-from')))
    .update(readFileSync(CRASH_HERE))
    .update(JSON.stringify(patches));
  return hash.digest('hex').slice(0, 16);
}
