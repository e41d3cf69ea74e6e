/** Only projections/ holds SQL on the tables of the read models, so that a column is looked for in one place. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readModels } from '../../projections/read-models.js';

const ROOT = new URL('../../', import.meta.url);
const FOLDERS = ['domain', 'eventstore', 'workflows', 'activities', 'src'];

const tables = readModels.flatMap((model) => model.tables);
const names = [...new Set(tables.flatMap((name) => [name, name.replace(/_v\d+$/, '')]))];
const own = ['projection_checkpoint', 'projection_parked', 'projection_rebuild'];
const statement = new RegExp(`\\b(from|join|into|update|using|table)\\s+(${[...names, ...own].join('|')})\\b`, 'i');

function sqlIn(text: string): string | undefined {
  return statement.exec(text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''))?.[0];
}

describe('SQL on the tables of a read model', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );

  it('is found in a statement and not in a comment', () => {
    expect(sqlIn('select 1\n from review_inbox i')).toBe('from review_inbox');
    expect(sqlIn('/** Read from review_inbox. */\n // from review_inbox')).toBeUndefined();
  });

  it('is in no file outside projections/', () =>
    expect(files.filter((file) => sqlIn(readFileSync(new URL(file, ROOT), 'utf8')))).toEqual([]));
});
