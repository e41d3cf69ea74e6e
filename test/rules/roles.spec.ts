/** Every place that a new role needs beside the list in domain/binding/vocabulary.ts: a made-up role finds them all. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PERSON_ROLES, ROLES, STAFF_ROLES, type PersonRole } from '../../domain/binding/vocabulary.js';
import { HOLDER_LABELS, HOLDER_NAMES } from '../../src/api/case/words/labels.js';
import { demoStaff } from '../../src/people/demo-data/demo-data.js';
import { registryMigrations } from '../../src/people/roster/migrations.js';
import { ROUTES } from '../http/routes.js';

interface NewRole {
  readonly name: string;
  readonly of: 'family' | 'staff' | 'system';
  readonly grantedFor?: 'class' | 'school';
  readonly reviews?: true;
}

const sql = registryMigrations.map(({ sql: text }) => text).join('\n');
const openApi = readFileSync('docs/openapi.json', 'utf8');
const textOf = (file: string): string => readFileSync(file, 'utf8');

/** The roles between the brackets of the last check that begins so. */
function checked(beginning: RegExp): readonly string[] {
  const [last = ''] = [...sql.matchAll(beginning)].map(([, roles]) => roles ?? '').slice(-1);
  return last.split(',').map((role) => role.trim().replaceAll("'", ''));
}

/** What to do, for which roles, and whether it is done. */
const PLACES: readonly {
  readonly todo: string;
  readonly concerns: (role: NewRole) => boolean;
  readonly isDone: (name: string) => boolean;
}[] = [
  {
    todo: 'a schema step: the check of staff_grants.role (src/people/roster/migrations.ts)',
    concerns: ({ of }) => of === 'staff',
    isDone: (name) => checked(/check \(role in \(([^)]*)\)\)/g).includes(name),
  },
  {
    todo: 'a schema step: the check that its grants name a school (src/people/roster/migrations.ts)',
    concerns: ({ grantedFor }) => grantedFor !== undefined,
    isDone: (name) => checked(/check \(\(role in \(([^)]*)\)\) = \(school_id is not null\)\)/g).includes(name),
  },
  {
    todo: 'a route, and its row in test/http/routes.ts',
    concerns: ({ name }) => name !== 'guardian',
    isDone: (name) => ROUTES.some(({ who }) => Array.isArray(who) && (who as readonly string[]).includes(name)),
  },
  {
    todo: 'docs/openapi.json (npm run docs)',
    concerns: () => true,
    isDone: (name) => openApi.includes(`"${name}"`),
  },
  {
    todo: 'a person of the demo data (src/people/demo-data/demo-data.ts)',
    concerns: ({ of }) => of === 'staff',
    isDone: (name) => demoStaff.some(({ grant }) => grant.role === name),
  },
  {
    todo: 'somebody who calls the routes in test/api/http/rights.int.spec.ts',
    concerns: ({ of }) => of === 'staff',
    isDone: (name) => textOf('test/api/http/rights.int.spec.ts').includes(`'${name}'`),
  },
  {
    todo: 'somebody who calls the routes in test/api/http/fuzz/people.ts',
    concerns: ({ of }) => of === 'staff',
    isDone: (name) => new RegExp(`^  '?${name}'?: \\[`, 'm').test(textOf('test/api/http/fuzz/people.ts')),
  },
  {
    todo: 'the first page after sign-in (web/src/shell/session.tsx)',
    concerns: ({ of }) => of === 'staff',
    isDone: (name) => textOf('web/src/shell/session.tsx').includes(`'${name}'`),
  },
  {
    todo: 'its names as the holder of a case (src/api/case/words/labels.ts)',
    concerns: ({ reviews }) => reviews === true,
    isDone: (name) => name in HOLDER_LABELS && name in HOLDER_NAMES,
  },
  {
    todo: 'which cases it reads (src/api/case/case-access.ts)',
    concerns: ({ reviews }) => reviews === true,
    isDone: (name) => textOf('src/api/case/case-access.ts').includes(`case '${name}':`),
  },
  {
    todo: 'who has it in the facts of a decision (src/people/roster/facts.ts)',
    concerns: ({ reviews }) => reviews === true,
    isDone: (name) => textOf('src/people/roster/facts.ts').includes(`'${name}'`),
  },
];

function missing(role: NewRole): readonly string[] {
  return PLACES.filter(({ concerns, isDone }) => concerns(role) && !isDone(role.name)).map(({ todo }) => todo);
}

describe('a role', () => {
  it.each(PERSON_ROLES)('%s is known everywhere', (name: PersonRole) => {
    expect(missing({ name, ...ROLES[name] })).toEqual([]);
  });

  it('that is made up is missed at every place', () => {
    const madeUp = { name: 'school-counsellor', of: 'staff', grantedFor: 'school', reviews: true } as const;
    expect(missing(madeUp)).toEqual(PLACES.map(({ todo }) => todo));
  });

  it('of the staff is taken at sign-in in the order of the list', () => {
    expect(STAFF_ROLES).toEqual(['class-teacher', 'registrar', 'director', 'auditor', 'administrator']);
  });
});
