import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findTemporal, type Source } from '../../src/embedded/engines/find-temporal.js';

describe('finding the Temporal server', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'binding-find-'));
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const find = (sources: readonly Source[], path = ''): Promise<string> =>
    findTemporal(join(folder, 'cache'), (line) => said.push(line), { path, sources });

  it('takes the command on PATH before anything else', async () => {
    program(join(folder, 'temporal'));
    expect(await find([works('a wheel')], `/nowhere:${folder}`)).toBe(join(folder, 'temporal'));
    expect(said).toEqual([]);
  });

  it('fetches it once, and says so', async () => {
    const first = await find([works('a wheel')]);
    expect(said).toEqual(['Temporal: fetching the development server (a wheel)']);
    expect(await find([fails('must not be asked', 'asked')])).toBe(first);
    expect(first.startsWith(join(folder, 'cache'))).toBe(true);
  });

  it('goes on to the next source when one fails, or brings something that does not run', async () => {
    const broken: Source = { says: 'broken', fetch: async (file) => program(file, '#!/bin/sh\nexit 3\n') };
    expect(existsSync(await find([fails('a wheel', 'no pip'), broken, works('a module')]))).toBe(true);
  });

  it('names every remedy in one line when there is none', async () => {
    const failure = find([fails('a wheel', 'no pip\nand more'), fails('a module', 'no go')]);
    const line =
      'no Temporal server: set TEMPORAL_ADDRESS to a running one, or put the `temporal` command on PATH, ' +
      'or make one of these work: a wheel: no pip | a module: no go';
    await expect(failure).rejects.toThrow(new Error(line));
  });
});

function works(says: string): Source {
  return { says, fetch: async (file) => program(file) };
}

function fails(says: string, why: string): Source {
  return { says, fetch: () => Promise.reject(new Error(why)) };
}

function program(file: string, text = '#!/bin/sh\nexit 0\n'): void {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}
