/** The sample files beside docs/roster-import-zh-TW.md, and what that page says of the format. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { HOLD_CODES } from '../../domain/school/events.js';
import { zipped } from '../../src/people/roster/export/zip.js';
import { ISSUE_CODES } from '../../src/people/roster/import/read/issues.js';
import { COLUMNS } from '../../src/people/roster/import/read/own-kinds.js';
import { readImport } from '../../src/people/roster/import/read/read-import.js';

const PAGE = readFileSync('docs/roster-import-zh-TW.md', 'utf8');
const SAMPLES = 'docs/samples';

function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}

describe('the page on how to bring in a roster', () => {
  it.each([
    ['own format', SAMPLES, { students: 4, classes: 2, staff: 3 }],
    ['OneRoster', `${SAMPLES}/oneroster`, { students: 3, classes: 2, staff: 2 }],
  ])('has samples of the %s that are read without an error or a warning', async (_, folder, counts) => {
    const zip = await zipped(filesOf(folder));
    const { rows, issues } = await readImport(zip, { name: 'samples.zip', schoolId: 'T99' });
    expect([issues.errors, issues.warnings]).toEqual([[], []]);
    const { students, classes, staff } = rows;
    expect({ students: students?.length, classes: classes?.length, staff: staff?.length }).toEqual(counts);
  });

  it('names every column of the files of a school, and which of them must be there', () => {
    for (const kind of ['students', 'classes', 'staff'] as const) {
      for (const [name, column] of Object.entries(COLUMNS[kind])) {
        expect(PAGE).toContain(`${column.zh} \`${name}\``);
      }
    }
  });

  it('explains each reason for which a file is held, and no code that there is not', () => {
    for (const code of HOLD_CODES) expect(PAGE).toContain(`\`${code}\``);
    const fourth = PAGE.slice(PAGE.indexOf('## 四'), PAGE.indexOf('## 五'));
    const named = [...fourth.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code]) => code);
    expect(named.length).toBeGreaterThan(6);
    for (const code of named) expect(ISSUE_CODES).toContain(code);
  });
});
