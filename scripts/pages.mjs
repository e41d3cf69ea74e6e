/**
 * Builds the pages (web/) into dist/web, where the API serves them from, with a compressed copy beside each file.
 * The parts of the release before stay for one release: a tab that was opened yesterday still finds them.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSED = /\.(js|css|html|svg|txt|json)$/;
/** Below this a compressed copy saves nothing. */
const SMALL = 1024;

/** Call before dist/ is emptied. */
export function holdPages(root) {
  const held = heldIn(root);
  if (!existsSync(join(root, 'dist/web/release.json'))) return;
  rmSync(held, { recursive: true, force: true });
  mkdirSync(dirname(held), { recursive: true });
  renameSync(join(root, 'dist/web'), held);
}

/** @param run runs a program of the project, as in project.mjs */
export async function buildPages(root, run) {
  await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']);
  const folder = join(root, 'dist/web');
  const files = filesOf(folder);
  for (const file of files) if (COMPRESSED.test(file)) compress(join(folder, file));
  writeFileSync(join(folder, 'release.json'), JSON.stringify({ files }));
  keepFormer(heldIn(root), folder, files);
}

/** Only what the release before brought itself: what it kept of the one before that goes now. */
function keepFormer(held, folder, files) {
  if (!existsSync(held)) return;
  const former = JSON.parse(readFileSync(join(held, 'release.json'), 'utf8')).files;
  const isOld = (file) => file.startsWith('assets/') && !files.includes(file);
  for (const file of former.filter(isOld)) {
    for (const name of [file, `${file}.br`, `${file}.gz`]) {
      if (existsSync(join(held, name))) cpSync(join(held, name), join(folder, name));
    }
  }
}

function heldIn(root) {
  return join(root, '.cache/pages-before');
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

function compress(file) {
  const content = readFileSync(file);
  if (content.length < SMALL) return;
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }));
}
