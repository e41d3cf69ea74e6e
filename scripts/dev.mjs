/** `npm run dev`: the whole system as `npm start` runs it; a saved file is compiled, and the processes that use it start again. */
import { execFileSync, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, root, run } from './project.mjs';

const HELP = `npm run dev [-- --inspect]

Starts what \`npm start\` starts, with the same variables, and watches the sources. When a file is saved, it is compiled;
then each process (api, worker, projector) that imports it ends in order and starts again. A change in workflows/ or
domain/ makes the workflow bundle again before the worker starts. An error of the compiler leaves everything running.
The pages are served by Vite with hot reload, at the address that it prints; it passes /api on to the running system.

  --inspect  opens Node's inspector in each process on a free port; the addresses are printed (docs/debugging.md)`;

const PROCESSES = ['api', 'worker', 'projector'];
const DIST = join(root, 'dist');
/** What the workflow bundle is made of. */
const BUNDLED = /^(workflows|domain)\//;

const options = read();
if (options === undefined) console.log(HELP);
else await develop(options);

async function develop({ inspect }) {
  process.env.TZ = 'UTC';
  await ensureInstalled(console.log);
  await ensureBuilt(console.log);
  const system = fork(join(DIST, 'src/main.js'), ['all'], {
    cwd: root,
    execArgv: inspect ? ['--inspect=127.0.0.1:0'] : [],
  });
  const compiler = spawn(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const pages = watchPages();
  const stop = () => {
    compiler.kill();
    pages.kill();
    system.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  system.once('exit', (code) => {
    compiler.kill();
    pages.kill();
    process.exitCode = code ?? 1;
  });
  await restartWhatChanges(compiler);
}

/** Vite serves the pages with hot reload and passes everything else on to the running system. */
function watchPages() {
  const web = join(root, 'web');
  execFileSync(process.execPath, ['scripts/types.mjs'], { cwd: web, stdio: ['ignore', 'ignore', 'inherit'] });
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  return spawn(process.execPath, [vite], { cwd: web, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Reads the compiler's words until it ends. One change is dealt with at a time. */
async function restartWhatChanges(compiler) {
  let before = hashes();
  for await (const line of createInterface({ input: compiler.stdout })) {
    if (/error TS\d+/.test(line)) console.log(line);
    if (!/Found \d+ errors?\. Watching/.test(line)) continue;
    if (!line.includes('Found 0 errors')) {
      console.log(`dev: ${line.replace(/^.*- /, '')} The system goes on with the last build that compiled.`);
      continue;
    }
    const now = hashes();
    const changed = [...now].filter(([file, hash]) => before.get(file) !== hash).map(([file]) => file);
    before = now;
    if (changed.length > 0) await restart(changed).catch((error) => console.error(`dev: ${error.message}`));
  }
}

async function restart(changed) {
  if (changed.some((file) => BUNDLED.test(file)))
    await run(process.execPath, ['dist/src/adapters/temporal/bundle-workflow.js'], { quiet: true });
  const touched = PROCESSES.filter((name) => uses(name, changed));
  console.log(
    `dev: ${changed.length} compiled; ${touched.length > 0 ? `restarting ${touched.join(', ')}` : 'no process uses it'}`,
  );
  for (const name of touched) end(name);
}

/** The supervisor starts again what ends. */
function end(name) {
  const record = join(process.env.DATA_DIR ?? join(root, '.data'), 'run', `${name}.json`);
  if (existsSync(record)) process.kill(JSON.parse(readFileSync(record, 'utf8')).pid, 'SIGTERM');
}

/** Whether the process imports one of the files, directly or not. */
function uses(name, changed) {
  const seen = new Set();
  const waiting = ['src/main.js', `src/processes/${name}.js`];
  // main.js imports each process when it is named: follow only the one asked for.
  const others = new Set(PROCESSES.filter((other) => other !== name).map((other) => `src/processes/${other}.js`));
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (seen.has(file) || others.has(file) || file.startsWith('src/embedded/') || !existsSync(join(DIST, file)))
      continue;
    seen.add(file);
    for (const [, specifier] of readFileSync(join(DIST, file), 'utf8').matchAll(
      /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g,
    ))
      waiting.push(normalize(join(dirname(file), specifier)));
  }
  if (name === 'worker' && changed.some((file) => BUNDLED.test(file))) return true;
  return changed.some((file) => seen.has(file));
}

/** By path below dist/. */
function hashes() {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && entry.name !== 'workflow-bundle.js')
    .map((entry) => relative(DIST, join(entry.parentPath, entry.name)));
  return new Map(
    files.map((file) => [
      file,
      createHash('sha1')
        .update(readFileSync(join(DIST, file)))
        .digest('hex'),
    ]),
  );
}

/** Undefined: the reader wants help. */
function read() {
  try {
    const { values } = parseArgs({ options: { inspect: { type: 'boolean' }, help: { type: 'boolean' } } });
    return values.help ? undefined : { inspect: values.inspect ?? false };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}
