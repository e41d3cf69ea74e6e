import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const OPTIONS = fileURLToPath(new URL('./swc.json', import.meta.url));

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(source))) return next(source.href, context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const file = fileURLToPath(url);
  return transformed(file, await readFile(file, 'utf8'));
}

/** What a loader answers for a file of TypeScript. */
export async function transformed(filename, source) {
  const { code } = await transform(source, { filename, configFile: OPTIONS, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
