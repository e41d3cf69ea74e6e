import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const text = readFileSync('docs/guide-coverage.md', 'utf8');
/** Made by the tools. */
const NOT_OURS = new Set(['dist', 'coverage']);

const openApi = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, object> };

/** Links from a document to files beside it. */
function brokenLinks(file: string): string[] {
  const folder = file.includes('/') ? 'docs/' : '';
  const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
  return links.filter((path) => !existsSync(`${folder}${path}`));
}

describe('docs/guide-coverage.md', () => {
  it('names routes that are there', () => {
    const named = [...text.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`]*)`/g)];
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(
      ([, method, path]) => !(method!.toLowerCase() in (openApi.paths[`/api/v1${path}`] ?? {})),
    );
    expect(missing.map(([route]) => route)).toEqual([]);
  });

  it('names tests that are there', () => {
    const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('the documentation', () => {
  it.each([
    'README.md',
    'README.zh-TW.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'docs/operations.md',
    'docs/security.md',
    'docs/guide-coverage.md',
  ])('%s links to files that are there', (file) => {
    expect(brokenLinks(file)).toEqual([]);
  });

  it.each(['README.md', 'README.zh-TW.md'])('%s draws the house as it stands', (file) => {
    const drawn = [...readFileSync(file, 'utf8').matchAll(/^([a-z]+)\/ {2,}/gm)].map(([, folder]) => folder!);
    const there = readdirSync('.', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^[a-z]+$/.test(entry.name) && !NOT_OURS.has(entry.name))
      .map(({ name }) => name);
    expect(drawn.toSorted()).toEqual(there.toSorted());
    const [, parts = ''] = /^src\/ [^:：]*[:：] ?(.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    expect(parts.split(/, |、/).filter((part) => !existsSync(`src/${part}`))).toEqual([]);
  });

  it('says the same in both languages: headings, tables, commands and links', () => {
    const [english, chinese] = ['README.md', 'README.zh-TW.md'].map((file) => readFileSync(file, 'utf8'));
    for (const pattern of [/^#+ /gm, /^\|/gm, /^```/gm, /\]\((?!README)[^)]+\)/g])
      expect(found(chinese!, pattern)).toEqual(found(english!, pattern));
  });
});

function found(document: string, pattern: RegExp): string[] {
  return [...document.matchAll(pattern)].map(([what]) => what).toSorted();
}
