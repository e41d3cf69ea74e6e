import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { records } from './adr-index.js';

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));
const documents = tracked.filter((file) => file.endsWith('.md'));
const sources = tracked.filter((file) => /\.(ts|tsx|mjs|cjs|yml)$/.test(file));
const folders = 'src|domain|eventstore|workflows|activities|projections|test|bench|scripts|docs|web';

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n');
}

/** `file: pointer` for each pointer for which `resolves` is false. */
function broken(files: readonly string[], pattern: RegExp, resolves: (pointer: string, file: string) => boolean) {
  return files.flatMap((file) =>
    linesOf(file).flatMap((line) =>
      [...line.matchAll(pattern)]
        .map(([, pointer]) => pointer!)
        .filter((pointer) => !resolves(pointer, file))
        .map((pointer) => `${file}: ${pointer}`),
    ),
  );
}

const isThere = (path: string) =>
  ['', '.ts', '.tsx', '.md', '/'].some((ending) => existsSync(`${path.replace(/[.:,]$/, '')}${ending}`));
/** `docs/adr/0003` names a record by its number. */
const isRecord = (path: string) => records().some(({ file }) => `docs/adr/${file}`.startsWith(`${path}-`));
const isPattern = (path: string) => /[*<{…]/.test(path);

describe('a pointer resolves', () => {
  it('in the links of every document', () => {
    const link = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g;
    expect(broken(documents, link, (path, file) => existsSync(join(dirname(file), path)))).toEqual([]);
  });

  it('in the paths that a document names, but for the changelog, which tells the past', () => {
    const path = new RegExp(`\`((?:${folders})/[^\`\\s]+)\``, 'g');
    const present = documents.filter((file) => file !== 'CHANGELOG.md');
    expect(
      broken(present, path, (name, file) => isPattern(name) || isThere(name) || isThere(join(dirname(file), name))),
    ).toEqual([]);
  });

  it('in the documents that a source names', () => {
    const named = /(?<![\w./])(docs\/[A-Za-z0-9/_-]+(?:\.md|\.json)?)/g;
    expect(broken(sources, named, (name) => isThere(name) || isRecord(name))).toEqual([]);
  });

  it('to papers that are in the tree', () => {
    const own = new Set(documents.map((file) => file.split('/').pop()!));
    const paper = /(?<![/\w.-])([a-z][a-z-]+\.md)\b/g;
    expect(broken([...sources, ...documents], paper, (name) => own.has(name))).toEqual([]);
  });
});

describe('the decision records', () => {
  it('are numbered without a gap', () => {
    expect(records().map(({ number }) => number)).toEqual(records().map((_, index) => index + 1));
  });

  it.each(records().map(({ file, text }) => [file, text] as const))('%s is a page with its three parts', (_, text) => {
    expect(text).toContain('\n## Background\n');
    expect(text).toContain('\n## Decision\n');
    expect(text).toContain('\n## Consequences\n');
    expect(text.split(/\s+/).length).toBeLessThan(1000);
  });
});
