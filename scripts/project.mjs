/** What the commands share: where the project is, how it is installed and built. Plain Node, nothing installed needed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, holdPages } from './pages.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const SOURCES = ['domain', 'eventstore', 'workflows', 'activities', 'projections', 'src', 'web'];
/** Made by a build, or of no build. */
const NO_SOURCES = ['node_modules', 'schema.d.ts'];
const SETTINGS = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const STAMP = join(root, 'dist', '.built-from');

/** Installs the dependencies when one is missing or of another version than package.json says. */
export async function ensureInstalled(say) {
  if (isInstalled()) return;
  say('install: fetching the dependencies (once, about half a minute)');
  // No package needs an install script; without them there is less to trust. Quiet: the engine warnings of Nest's CLI are harmless.
  await npm(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Builds when there is no build of just these sources. */
export async function ensureBuilt(say) {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint()) return;
  say('build: compiling the application, bundling the workflow, building the pages');
  await build();
}

export async function build() {
  const builtFrom = fingerprint();
  holdPages(root);
  await run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build']);
  await run(process.execPath, ['dist/src/adapters/temporal/bundle-workflow.js']);
  await buildPages(root, run);
  writeFileSync(STAMP, builtFrom);
}

/** Arguments of node for Jest, which takes ES modules only so. */
export function jest(...args) {
  return [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...args,
  ];
}

/** Arguments of node for a program in TypeScript, run without a build. */
export function typescript(file, ...args) {
  return ['--import', './test/support/typescript.mjs', file, ...args];
}

/** Installs and builds what is missing, then runs a program of the tests with options as JSON. Sets the exit code. */
export async function runBuilt(file, options) {
  process.env.TZ = 'UTC';
  // A Ctrl-C reaches the program too; it ends in order, and we with it.
  process.on('SIGINT', () => undefined);
  try {
    await ensureInstalled(console.log);
    await ensureBuilt(console.log);
    await run(process.execPath, typescript(file, JSON.stringify(options)));
  } catch (error) {
    if (error.code === undefined) console.error(error.message);
    process.exitCode = error.code ?? 1;
  }
}

/** Runs a program of this project and shows what it prints. @throws when it fails, with `code` */
export function run(file, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['inherit', quiet ? 'ignore' : 'inherit', 'inherit'],
      env: { ...process.env, TZ: 'UTC', ...env },
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(Object.assign(new Error(`${file} ${args[0]} ended with ${signal ?? code}`), { code: code ?? 1 }));
    });
  });
}

function npm(args) {
  // Under `npm start` the very same npm is used; npm_execpath is its script.
  const own = process.env.npm_execpath;
  return own?.endsWith('.js')
    ? run(process.execPath, [own, ...args], { quiet: true })
    : run('npm', args, { quiet: true });
}

function isInstalled() {
  return ['', 'web'].every((folder) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return Object.entries({ ...dependencies, ...devDependencies }).every(([name, wanted]) =>
      [folder, ''].some((place) => versionOf(join(root, place, 'node_modules', name, 'package.json')) === wanted),
    );
  });
}

function versionOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** Changes whenever a source is added, changed or removed. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of SETTINGS) hash.update(readFileSync(join(root, name)));
  for (const folder of SOURCES) addFolder(hash, join(root, folder));
  return hash.digest('hex');
}

function addFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NO_SOURCES.includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else
      hash
        .update(path.slice(root.length))
        .update(String(statSync(path).size))
        .update(readFileSync(path));
  }
}
