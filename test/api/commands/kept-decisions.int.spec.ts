/** Decisions while Temporal cannot be reached: kept, replaced by newer ones, and their outcomes. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { EngineUnavailable } from '../../../src/adapters/temporal/binding-gateway.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { CommandRows } from '../../../src/api/commands/command-rows.js';
import { DecisionCommands, type ToDecide } from '../../../src/api/commands/decision-commands.js';
import { KeptDecisionRows } from '../../../src/api/commands/kept-decision-rows.js';
import { createPersonalData } from '../../../src/people/privacy/personal-data.js';
import { migrateAll } from '../../../src/processes/schema/schema.js';
import { approve, reject, teacher } from '../../domain/builders.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

let database: TestDatabase;
let db: Database;
let commands: DecisionCommands;
let kept: KeptDecisionRows;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await migrateAll(db);
  const keys = { masterKey: randomBytes(32), indexKey: randomBytes(32) };
  const personalData = createPersonalData(db, keys);
  const away = { signalDecision: () => Promise.reject(new EngineUnavailable('away')) };
  const fine = { refusalOf: () => Promise.resolve(null) };
  const rows = new CommandRows(db, personalData, keys);
  commands = new DecisionCommands(rows, fine as never, db, away as never);
  kept = new KeptDecisionRows(db, personalData);
}, 60_000);
afterAll(async () => {
  await db.close();
  await database.drop();
});

const on = { requestId: randomUUID(), studentId: 'student', applicantId: randomUUID() };

function click(type: 'Approve' | 'Reject', key: string, who = 'teacher') {
  const { data } = type === 'Approve' ? approve() : reject();
  const content = () => Promise.resolve({ ...data, applicantId: on.applicantId });
  const toDecide: ToDecide = { on, type, content };
  const call = { principal: who, method: 'POST', path: `/${type}`, key, body: {} };
  const caller = { call, actor: teacher, channel: 'online', language: 'zh-TW', instance: 'one' };
  return commands.decide(toDecide, caller as never);
}

const idOf = (answer: { readonly body: unknown }) => (answer.body as { commandId: string }).commandId;

it('is pending, with an address to look at, while it cannot be sent', async () => {
  const answer = await click('Approve', randomUUID(), 'another');
  expect(answer).toMatchObject({ status: 202, body: { status: 'pending' } });
  expect(answer.headers).toMatchObject({ Location: `/api/v1/reviews/decisions/${idOf(answer)}` });
  expect(await commands.outcomeOf('another', idOf(answer))).toMatchObject({ status: 'pending' });
}, 30_000);

it('gives way to a newer one of the same reviewer on that applicant, and to no other', async () => {
  const keys = [randomUUID(), randomUUID()] as const;
  const [first, other] = [await click('Approve', keys[0]), await click('Approve', randomUUID(), 'registrar')];
  const second = await click('Reject', keys[1]);
  const replaced = { commandId: idOf(first), status: 'refused', code: 'replaced' };
  expect(await commands.outcomeOf('teacher', idOf(first))).toEqual(replaced);
  expect(await click('Approve', keys[0])).toMatchObject({ status: 200, body: replaced });
  expect(await commands.outcomeOf('registrar', idOf(other))).toMatchObject({ status: 'pending' });
  expect([await kept.claim(idOf(first)), await kept.claim(idOf(second))]).toEqual([false, true]);
}, 60_000);

it('stays, once it may have been sent, whatever the reviewer decides later', async () => {
  const first = await click('Approve', randomUUID(), 'director');
  expect(await kept.claim(idOf(first))).toBe(true);
  await click('Reject', randomUUID(), 'director');
  expect(await commands.outcomeOf('director', idOf(first))).toMatchObject({ status: 'pending' });
}, 60_000);

it('ends as refused where there is no such case or applicant', async () => {
  const first = await click('Approve', randomUUID(), 'late');
  await kept.refuse(idOf(first));
  expect(await commands.outcomeOf('late', idOf(first))).toEqual({
    commandId: idOf(first),
    status: 'refused',
    code: 'not-found',
  });
}, 30_000);
