import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const LAYERS = ['domain', 'eventstore', 'workflows', 'activities', 'projections', 'src', 'test', 'bench'];

/** Only against a test that hangs: on a busy machine the look at all files takes a minute. */
const PATIENCE_MS = 600_000;

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** What dependency-cruiser finds, with our rules, in the project at `folder`. */
async function violations(folder: string, layers: readonly string[]): Promise<Violation[]> {
  const args = [CRUISER, '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', ...layers];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64_000_000 });
  const stdout = await run.then(
    (done) => done.stdout,
    (failure: { stdout: string }) => failure.stdout,
  );
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations;
}

describe('who may import whom', () => {
  it(
    'is kept by every file of the project',
    async () => {
      const found = await violations(process.cwd(), LAYERS);
      expect(found.map(({ from, to, rule }) => `${from} -> ${to} (${rule.name})`)).toEqual([]);
    },
    PATIENCE_MS,
  );

  describe('is noticed when broken:', () => {
    const broken: readonly (readonly [file: string, imports: string, rule: string])[] = [
      ['domain/a.ts', '../eventstore/port.js', 'domain-imports-nothing'],
      ['domain/b.ts', 'node:crypto', 'workflows-stay-in-their-sandbox'],
      ['domain/binding/evolve.ts', './rules/approve.js', 'what-happened-knows-no-rule'],
      ['domain/binding/events.ts', './recheck/recheck.js', 'events-know-no-recheck'],
      ['eventstore/a.ts', '../src/config.js', 'eventstore-ring-imports-downwards'],
      ['eventstore/postgres/a.ts', 'pg', 'pg-only-in-database'],
      ['eventstore/postgres/b.ts', '@eventstore/db-client', 'eventstoredb-client-in-its-adapter'],
      ['workflows/a.ts', '../activities/execute.js', 'workflows-ring-imports-downwards'],
      ['workflows/c.ts', '../domain/x.js', 'workflows-take-only-types-from-domain'],
      ['workflows/b.ts', '@temporalio/client', 'workflows-know-only-temporal'],
      ['activities/a.ts', '../workflows/process.js', 'activities-ring-imports-downwards'],
      ['activities/b.ts', '../eventstore/postgres/log.js', 'activities-ring-imports-downwards'],
      ['projections/a.ts', '../eventstore/postgres/log.js', 'projections-ring-imports-downwards'],
      ['projections/b.ts', '@nestjs/common', 'nest-only-in-src'],
      ['src/config/a.ts', '../logging/log.js', 'config-ring-imports-downwards'],
      ['src/logging/a.ts', '../people/person.js', 'logging-ring-imports-downwards'],
      ['src/notices/a.ts', '../people/person.js', 'notices-ring-imports-downwards'],
      ['src/adapters/a.ts', '../people/person.js', 'adapters-ring-imports-downwards'],
      ['src/people/a.ts', '../api/http/here.js', 'people-ring-imports-downwards'],
      ['src/people/roster/a.ts', '../accounts/login.js', 'roster-knows-no-accounts'],
      ['src/api/a.ts', '../processes/process.js', 'api-ring-imports-downwards'],
      ['src/processes/a.ts', '../embedded/engine.js', 'processes-ring-imports-downwards'],
      ['src/embedded/a.ts', '../tools/tool.js', 'embedded-ring-imports-downwards'],
      ['src/tools/a.ts', '../main.js', 'tools-ring-imports-downwards'],
      ['src/api/http/g.ts', '../commands/command.js', 'edge-ring-imports-downwards'],
      ['src/api/commands/a.ts', '../case/case.js', 'commands-ring-imports-downwards'],
      ['src/api/case/b.ts', '../family/steps.js', 'case-ring-imports-downwards'],
      ['src/api/family/a.ts', '../school/desk.js', 'feature-imports-no-other-feature'],
      ['src/api/http/a.ts', '@temporalio/client', 'temporal-client-and-worker-in-one-place'],
      ['src/api/http/b.ts', 'pg', 'pg-only-in-database'],
      ['src/api/case/a.ts', 'nodemailer', 'mail-only-in-notices'],
      ['src/api/http/c.ts', '../../../test/support.js', 'nothing-imports-tests'],
      ['src/api/http/d.ts', './nowhere.js', 'no-missing-files'],
      ['src/api/http/e.ts', './f.js', 'no-circles'],
    ];
    const fine = [
      'domain/x',
      'domain/binding/rules/approve',
      'eventstore/port',
      'eventstore/postgres/log',
      'workflows/process',
      'activities/execute',
      'domain/binding/recheck/recheck',
      'src/logging/log',
      'src/people/person',
      'src/people/accounts/login',
      'src/api/http/here',
      'src/api/commands/command',
      'src/api/case/case',
      'src/api/family/steps',
      'src/api/school/desk',
      'src/processes/process',
      'src/embedded/engine',
      'src/tools/tool',
      'src/main',
    ];
    let folder: string;
    let found: Violation[];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'binding-import-rules-'));
      symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'package.json'), readFileSync('package.json'));
      writeFileSync(join(folder, 'tsconfig.json'), readFileSync('tsconfig.json'));
      for (const file of [...fine, 'src/config', 'test/support', 'projections/x', 'bench/x']) {
        write(`${file}.ts`, 'export const here = 1;\n');
      }
      write('src/api/http/f.ts', "export * from './e.js';\n");
      for (const [file, imports] of broken) write(file, `export * from '${imports}';\n`);
      found = await violations(folder, LAYERS);
    }, PATIENCE_MS);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(broken)('%s imports %s', (file, _imports, rule) => {
      expect(found.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
    });

    function write(file: string, text: string): void {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  });
});
