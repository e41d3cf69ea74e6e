import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { taipeiDay } from '../../../domain/calendar/taipei.js';
import { until } from '../../../projections/queries/until.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';
import { cli } from '../../tools/cli/cli.js';
import { configured } from '../../tools/cli/configured.js';

const PATH = '/api/v1/statistics/binding-rate';

let system: System;
let registrar: Person;
let auditor: Person;

beforeAll(async () => {
  system = await System.start();
  registrar = await system.staff('registrar');
  auditor = await system.staff('auditor');
  const there = await until(15_000, async () => {
    const { body } = await auditor.get(PATH);
    return schoolIds(body).length > 0 ? true : null;
  });
  if (!there) throw new Error('no school is counted');
}, 120_000);
afterAll(() => system.stop(), 30_000);

function schoolIds(body: Json): readonly string[] {
  return (body['schools'] as unknown as readonly { schoolId: string }[]).map(({ schoolId }) => schoolId);
}

describe('the binding rate over HTTP', () => {
  it('shows a registrar their own school as of today, and what the rate means in both languages', async () => {
    const { status, body } = await registrar.get(PATH);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      asOf: taipeiDay(new Date().toISOString()),
      definition: { 'zh-TW': expect.stringContaining('綁定率＝分子÷分母'), en: expect.stringContaining('Denominator') },
    });
    expect(schoolIds(body)).toEqual(['T99']);
    expect(body['schools']![0]).toMatchObject({ numerator: 0, rate: 0, withTwo: 0 });
    expect((await registrar.get(`${PATH}?school=T01`)).status).toBe(404);
  });

  it('shows an auditor every school, or the one that is asked for', async () => {
    expect(schoolIds((await auditor.get(PATH)).body).length).toBeGreaterThan(1);
    expect(schoolIds((await auditor.get(`${PATH}?school=T99`)).body)).toEqual(['T99']);
    expect((await auditor.get(`${PATH}?school=nowhere`)).status).toBe(404);
    const before = await auditor.get(`${PATH}?as_of=2020-01-01`);
    expect([before.status, before.body['schools']]).toEqual([200, []]);
  });

  it.each(['2999-01-01', '2026-02-30', 'yesterday'])('refuses %s as a day', async (day) => {
    const { status, body } = await auditor.get(`${PATH}?as_of=${day}`);
    expect([status, body['errors']]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/as_of', code: 'invalid-date' })],
    ]);
  });

  it('is a CSV for who asks for one', async () => {
    const { status, headers, body } = await registrar.get(PATH, { headers: { accept: 'text/csv' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(String(body)).toMatch(/as_of,school,name,class,numerator,denominator,rate,with_two,too_few,/);
    expect(String(body)).toContain('T99');
  });

  it('is told and drawn by the command line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rate-'));
    const env = configured(system.config.databaseUrl);
    const picture = join(folder, 'rate.svg');
    try {
      const { code, out, err } = await cli(env, 'statistics', 'binding-rate', '--school', 'T99', '--picture', picture);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^school +class +bound +pupils +rate +with two$/m);
      expect(out).toContain('綁定率＝分子÷分母');
      expect(readFileSync(picture, 'utf8')).toMatch(/^<svg /);
      expect((await cli(env, 'statistics', 'binding-rate', '--as-of', '2999-01-01')).code).toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
