import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Facts } from '../../../domain/binding/facts.js';
import { noteHealthy } from '../../../src/adapters/postgres/outages.js';
import { createFacts } from '../../../src/people/roster/facts.js';
import { open } from '../../domain/builders.js';
import { openDemoSchool, type DemoSchool } from './demo-school.js';

let school: DemoSchool;
beforeAll(async () => {
  school = await openDemoSchool({ people: false });
});
afterAll(() => school.close());

function gaps(): Promise<Facts['gaps']> {
  return createFacts(school.db, { policyVersion: '1' })
    .lookUp(null, open())
    .then((facts) => facts.gaps);
}

const MINUTE = 60_000;

async function healthyMinutesAgo(minutes: number): Promise<number> {
  await school.db.query(`update service_health set healthy_at = now() - $1 * interval '1 minute'`, [minutes]);
  return Date.now() - minutes * MINUTE;
}

it('knows no outage where nobody has noted anything yet, nor while all is well', async () => {
  expect(await gaps()).toEqual([]);
  await noteHealthy(school.db);
  await healthyMinutesAgo(59);
  expect(await gaps()).toEqual([]);
  await noteHealthy(school.db);
  expect(await gaps()).toEqual([]);
});

it('knows an outage of more than an hour at once, and afterwards for some days', async () => {
  const from = await healthyMinutesAgo(61);
  const [going] = (await gaps()) ?? [];
  expect(Math.abs(Date.parse(going?.from ?? '') - from)).toBeLessThan(MINUTE);
  expect(Math.abs(Date.parse(going?.to ?? '') - Date.now())).toBeLessThan(MINUTE);
  await noteHealthy(school.db);
  await noteHealthy(school.db);
  const [over, ...others] = (await gaps()) ?? [];
  expect(over?.from).toBe(going?.from);
  expect(others).toEqual([]);
  await school.db.query(
    `update service_gaps set from_at = from_at - interval '8 days', to_at = to_at - interval '8 days'`,
  );
  expect(await gaps()).toEqual([]);
});
