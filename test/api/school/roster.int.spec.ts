import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../http/person.js';
import { System } from '../../http/system.js';
import { T99 } from '../../people/roster/import/importing.js';
import { zipOf } from '../../people/roster/import/files.js';
import { bring, outcome, send } from './roster.js';

let system: System;
let registrar: Person;
let administrator: Person;
beforeAll(async () => {
  system = await System.start();
  registrar = await system.staff('registrar');
  administrator = await system.staff('admin1');
}, 180_000);
afterAll(() => system.stop(), 60_000);

describe('匯入學籍名冊', () => {
  it('takes a file, says where to look, and what became of it', async () => {
    const taken = await send(registrar, T99);
    expect([taken.status, taken.body['status'], taken.headers.get('location')]).toEqual([
      202,
      'reading',
      `/api/v1/roster/imports/${taken.body['importId']}`,
    ]);
    expect(await outcome(registrar, taken.body['importId']!)).toEqual({
      importId: taken.body['importId'],
      status: 'applied',
      progress: { done: 11, total: 11 },
      files: [
        {
          name: 'students.csv',
          kind: 'students',
          encoding: 'utf-8',
          rows: 11,
          counts: { added: 0, changed: 0, unchanged: 11, ended: 0, conflicts: 0 },
        },
      ],
      counts: { added: 0, changed: 0, unchanged: 11, ended: 0, conflicts: 0 },
      errors: [],
      warnings: [],
      ending: [],
      heldBecause: [],
    });
  });

  it('is taken once however often it is sent with the same key, and not with another file', async () => {
    const key = randomUUID();
    const [one, two] = [await send(registrar, T99, { key }), await send(registrar, T99, { key })];
    expect(two.body).toEqual(one.body);
    const other = await send(registrar, `${T99}\n`, { key });
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency-key-reused']);
  });

  it('says what is wrong, where, and how to mend it, in the language of the reader', async () => {
    const { body } = await send(registrar, `${T99}1,甲乙,A1,301\n`);
    await outcome(registrar, body['importId']!);
    const { body: view } = await registrar.get(`/api/v1/roster/imports/${body['importId']}`, { language: 'en' });
    expect([view['status'], view['errors']]).toEqual([
      'refused',
      [
        {
          file: 'students.csv',
          row: 13,
          column: '身分證統一編號',
          code: 'invalid-id-number',
          detail: 'This is no valid ID number: check the ten characters.',
        },
      ],
    ]);
  });

  it('tries without a trace, holds what would end too many, and applies it at a word', async () => {
    const few = T99.split('\n').slice(0, 7).join('\n');
    const tried = await bring(registrar, few, { query: '?dry_run=true' });
    expect([tried['status'], tried['counts']!['ended']]).toEqual(['checked', 5]);
    expect(tried['ending']![0]).toEqual({ studentNumber: '10630014', name: '林OO', class: '301' });
    const held = await bring(registrar, few);
    expect(held['heldBecause']).toEqual([
      { code: 'too-many-end', count: 5, of: 11 },
      { code: 'class-vanishes', count: 2, of: 3 },
    ]);
    const path = `/api/v1/roster/imports/${held['importId']}/confirmation`;
    const other = await system.staff('registrar98', 'T98');
    expect((await other.post(path)).status).toBe(404);
    const key = randomUUID();
    expect((await registrar.post(path, {}, { key })).status).toBe(202);
    expect(await outcome(registrar, held['importId']!)).toMatchObject({ status: 'applied' });
    expect((await registrar.post(path, {}, { key })).status).toBe(202);
    expect((await registrar.post(path)).body['code']).toBe('import-not-held');
    expect(await bring(registrar, T99)).toMatchObject({ status: 'applied', counts: { added: 5 } });
  });

  it('asks an administrator for the school, but for a file of schools', async () => {
    const nameless = await send(administrator, T99);
    expect(nameless).toMatchObject({ status: 422, body: { errors: [{ pointer: '/school', code: 'required' }] } });
    expect(await bring(administrator, T99, { query: '?school=T99' })).toMatchObject({ status: 'applied' });
    const schools = '學校代碼,校名,行政區代碼,行政區\nT50,測試國中3,63000010,松山區\n';
    expect(await bring(administrator, schools, { name: 'schools.csv' })).toMatchObject({ status: 'applied' });
    expect(await bring(registrar, schools)).toMatchObject({ status: 'refused', errors: [{ code: 'not-a-roster' }] });
    const foreign = await send(registrar, T99, { query: '?school=T98' });
    expect(foreign).toMatchObject({ status: 422, body: { errors: [{ pointer: '/school' }] } });
  });

  it('refuses at once what is no CSV and no ZIP that can be read', async () => {
    const zip = await zipOf({ 'students.csv': T99 });
    const answers = [
      await send(registrar, '%PDF-1.7', { name: 'roster.csv' }),
      await send(registrar, zip.subarray(0, zip.length - 30), { name: 'roster.zip' }),
      await send(registrar, Buffer.alloc(20 * 1024 * 1024 + 1, 'x')),
    ];
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [415, 'unsupported-media-type'],
      [422, 'unreadable-zip'],
      [413, 'too-large'],
    ]);
    expect((await registrar.post('/api/v1/roster/imports', {})).status).toBe(415);
  });

  it('lists past imports, the newest first, by page', async () => {
    const first = await registrar.get('/api/v1/roster/imports');
    expect(first.body['items']![0]).toMatchObject({ by: 'registrar', file: 'students.csv', status: 'refused' });
    const other = await system.staff('registrar98', 'T98');
    const theirs = (await other.get('/api/v1/roster/imports')).body['items'] as unknown as readonly { by: string }[];
    expect(theirs.map(({ by }) => by)).toEqual(['demo-data']);
    expect((await registrar.get('/api/v1/roster/imports?cursor=x')).status).toBe(422);
  });
});
