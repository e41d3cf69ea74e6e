import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as b from '../../domain/builders.js';
import { readModels } from '../../../projections/read-models.js';
import { startProjections, type Projections } from '../../../projections/runner/runner.js';
import { openReadSide, postgresLog, type ReadSide } from '../../projections/log-under-test.js';
import { Writer } from '../../projections/streams.js';
import { caughtUp } from '../../projections/tables.js';
import { cli } from './cli.js';
import { configured } from './configured.js';

describe('cli projections', () => {
  let side: ReadSide;
  let writer: Writer;
  let env: NodeJS.ProcessEnv;
  let projector: Projections;

  beforeAll(async () => {
    side = await openReadSide(postgresLog);
    env = configured(side.url);
    writer = new Writer(side.log);
  }, 30_000);

  afterAll(async () => {
    await projector?.stop();
    await side.close();
  });

  it('says when no projector has ever run, and when one does', async () => {
    expect((await cli(env, 'projections', 'list')).out).toBe('no projector has run yet\n');
    await writer.write('a', ...b.filled);
    projector = startProjections(readModels, side, { tickMs: 50 });
    await caughtUp(side.db, side.log);
    const { code, out } = await cli(env, 'projections', 'list');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^read model +state +events seen +behind +since +parked$/);
    expect(out).toMatch(/^audit_trail v1 +following +4 +0 +0\.0 s +0$/m);
    const json = JSON.parse((await cli(env, 'projections', 'list', '--json')).out) as readonly unknown[];
    expect(json).toHaveLength(readModels.length);
  });

  it('compares and swaps', async () => {
    expect(await cli(env, 'projections', 'rebuild', 'binding_case')).toEqual({
      code: 0,
      out: 'binding_case: 4 events applied, 0 streams parked\n  binding_case_v1: 1 rows, all the same\n  swapped: readers see the rebuilt rows\n',
      err: '',
    });
    const all = await cli(env, 'projections', 'rebuild', 'all', '--compare-only');
    expect(all.code).toBe(0);
    expect(all.out.match(/all the same/g)).toHaveLength(readModels.flatMap(({ tables }) => tables).length);
  });

  it('fails a comparison that finds a difference, and changes nothing', async () => {
    await side.db.query(`update binding_case_v1 set stage = 'closed'`);
    const { code, out, err } = await cli(env, 'projections', 'rebuild', 'binding_case', '--compare-only');
    expect({ code, err }).toEqual({ code: 1, err: 'cli: 1 tables are not what the log says\n' });
    expect(out).toContain('1 rows; 1 of them were missing or different, 1 others stood there');
    expect((await side.db.query('select stage from binding_case')).rows).toEqual([{ stage: 'closed' }]);
    expect((await cli(env, 'projections', 'rebuild', 'binding_case')).code).toBe(0);
    expect((await side.db.query('select stage from binding_case')).rows).toEqual([{ stage: 'signature' }]);
  });

  it('lists what is parked, and tries it again when asked', async () => {
    expect((await cli(env, 'projections', 'parked')).out).toBe('nothing is parked\n');
    await writer.write('bad', { type: 'ConsentGiven', data: { textVersion: 7 } });
    await caughtUp(side.db, side.log);
    const { out } = await cli(env, 'projections', 'parked');
    expect(out).toMatch(
      /^binding_case +bindingRequest-bad@0 +ConsentGiven +misshapen-data-textVersion +1 +\d{4}-.*Z$/m,
    );

    expect(await cli(env, 'projections', 'retry', 'binding_case')).toEqual({
      code: 0,
      out: 'binding_case: still parked\n  bindingRequest-bad@0: misshapen-data-textVersion\n',
      err: '',
    });
    expect((await cli(env, 'projections', 'parked')).out).toMatch(/^binding_case .*textVersion +2 /m);
    expect((await cli(env, 'projections', 'retry', 'audit_trail')).out).toBe('audit_trail: nothing is parked\n');
  });

  it('knows its read models by name', async () => {
    const { code, err } = await cli(env, 'projections', 'rebuild', 'binding_cases');
    expect(code).toBe(2);
    expect(err).toContain('binding_case, review_inbox');
  });

  it('says that nobody tries when no projector runs', async () => {
    await projector.stop();
    const { code, err } = await cli(env, 'projections', 'retry', 'binding_case');
    expect({ code, err }).toEqual({
      code: 1,
      err: 'cli: binding_case: no projector has tried it; is one running?\n',
    });
  }, 20_000);
});
