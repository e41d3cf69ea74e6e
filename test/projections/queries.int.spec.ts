/** What HTTP and the rules ask the read models. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  casesOfLogin,
  countClosed,
  openCaseOf,
  waitForRevision,
} from '../../projections/binding-case/binding-case-queries.js';
import { caseOf } from '../../projections/binding-case/case-document.js';
import { findOutcome, waitForOutcome } from '../../projections/command-outcome/command-outcome-queries.js';
import { readModels } from '../../projections/read-models.js';
import { InvalidCursor } from '../../projections/queries/cursor.js';
import { findInboxItem, inboxPage, type InboxFilter } from '../../projections/review-inbox/review-inbox-queries.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import {
  bindingsOf,
  boundPersonRefs,
  latestCaseOf,
} from '../../projections/student-binding/student-binding-queries.js';
import * as b from '../domain/builders.js';
import { findCase } from './find-case.js';
import { memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { minutes, Writer } from './streams.js';
import { caughtUp } from './tables.js';

let side: ReadSide;
let writer: Writer;
let projections: Projections;

const decided = [b.applicantApproved(), b.accountCreationStarted()];
const refused = b.bindingRequestClosed({ outcome: 'refused', results: [] });

beforeAll(async () => {
  side = await openReadSide(memoryLog);
  writer = new Writer(side.log);
  projections = startProjections(readModels, side);
});

afterAll(async () => {
  await projections.stop();
  await side.close();
});

describe('the cases of a family', () => {
  beforeAll(async () => {
    await writer.writeAs('first', { events: [...b.confirmed, b.consentRefused(), refused], at: minutes(1) });
    await writer.writeAs('second', { events: b.sent, at: minutes(2) });
    await writer.writeAs('sister', { events: [b.opened({ studentId: 'sister' })], at: minutes(3) });
    await writer.writeAs('others', { events: [b.opened({ loginId: 'another-login' })], at: minutes(4) });
    await caughtUp(side.db, side.log);
  });

  it('are found by number, as the log tells them', async () => {
    expect(await findCase(side.db, 'second')).toEqual(caseOf(await side.log.readStream('bindingRequest-second')));
    expect(await findCase(side.db, 'nobody')).toBeNull();
  });

  it('are listed newest first, for their own login only', async () => {
    const { documents, next } = await casesOfLogin(side.db, { loginId: b.LOGIN, limit: 3 });
    expect(documents.map(({ requestId }) => requestId)).toEqual(['sister', 'second', 'first']);
    expect(next).toBeNull();
  });

  it('come page by page, and by how they ended', async () => {
    const page = (after?: string) => casesOfLogin(side.db, { loginId: b.LOGIN, limit: 2, ...(after && { after }) });
    const first = await page();
    const second = await page(first.next ?? undefined);
    expect([first, second].map(({ documents }) => documents.map(({ requestId }) => requestId))).toEqual([
      ['sister', 'second'],
      ['first'],
    ]);
    expect(second.next).toBeNull();
    const refusals = await casesOfLogin(side.db, { loginId: b.LOGIN, outcome: 'refused', limit: 2 });
    expect(refusals.documents.map(({ requestId }) => requestId)).toEqual(['first']);
    await expect(page('W10')).rejects.toThrow(InvalidCursor);
  });

  it('have at most one that is open for a pupil, and count those that are closed', async () => {
    expect(await openCaseOf(side.db, b.STUDENT, b.LOGIN)).toMatchObject({ requestId: 'second' });
    expect(await openCaseOf(side.db, b.STUDENT, 'stranger')).toBeNull();
    expect(await countClosed(side.db, b.STUDENT, b.LOGIN)).toBe(1);
    expect(await countClosed(side.db, 'sister', b.LOGIN)).toBe(0);
  });

  it('name the latest of a pupil, whoever opened it', async () => {
    expect(await latestCaseOf(side.db, b.STUDENT)).toEqual({
      requestId: 'others',
      loginId: 'another-login',
      stage: 'student-info',
      outcome: null,
      openedAt: minutes(4),
    });
  });
});

describe('waiting for a revision', () => {
  it('ends as soon as the case has come to it', async () => {
    await writer.write('awaited', ...b.filled);
    const reached = waitForRevision(side.db, 'awaited', 4, 10_000);
    await writer.write('awaited', b.signedConsentSent());

    expect(await reached).toBe(true);
    expect(await findCase(side.db, 'awaited')).toMatchObject({ revision: 4 });
  });

  it('gives up after the time it was given', async () => {
    const started = performance.now();

    expect(await waitForRevision(side.db, 'awaited', 99, 200)).toBe(false);
    expect(performance.now() - started).toBeGreaterThanOrEqual(199);
  });

  it('for the outcome of a command ends with the outcome', async () => {
    const reached = waitForOutcome(side.db, 'approve-1', 10_000);
    await writer.writeAs('awaited', { events: decided, commandId: 'approve-1', actor: b.teacher, at: minutes(9) });

    expect(await reached).toEqual({
      commandId: 'approve-1',
      requestId: 'awaited',
      applicantId: b.FATHER,
      actorId: b.teacher.id,
      status: 'accepted',
      code: null,
      revision: 6,
      at: minutes(9),
    });
    expect(await findOutcome(side.db, 'never-sent')).toBeNull();
  });
});

describe('the persons bound to a pupil', () => {
  it('are those with an account, not those on the way', async () => {
    const ofPupil = { studentId: 'bound' };
    const [, ...others] = b.bothSent;
    await writer.writeAs('bound', { events: [b.opened(ofPupil), ...others, ...decided], at: minutes(10) });
    await caughtUp(side.db, side.log);
    expect(await boundPersonRefs(side.db, 'bound')).toEqual([]);

    await writer.writeAs('bound', { events: [b.accountCreated()], at: minutes(11) });
    await caughtUp(side.db, side.log);
    expect(await boundPersonRefs(side.db, 'bound')).toEqual(['person-father']);
    expect(await bindingsOf(side.db, 'bound')).toMatchObject([
      { personRef: 'person-mother', status: 'pending-review', accountId: null, since: minutes(10) },
      { personRef: 'person-father', status: 'account-created', since: minutes(11) },
    ]);
  });
});

const school = { schoolId: 'T97' };
const all = { ...school, limit: 50 };

async function ids(filter: Partial<InboxFilter>): Promise<readonly string[]> {
  const { rows } = await inboxPage(side.db, { ...all, ...filter });
  return rows.map(({ requestId }) => requestId);
}

describe('the inbox', () => {
  beforeAll(async () => {
    const due = ['2026-11-12', '2026-11-10', '2026-11-11', '2026-11-10'].map((day) => `${day}T15:59:59.999Z`);
    const [, ...filled] = b.filled;
    for (const [i, reviewDueAt] of due.entries()) {
      const opened = b.opened({ ...school, classId: i === 2 ? 'T97-302' : 'T97-301', studentId: `pupil-${i}` });
      const sent = b.signedConsentSent({ reviewDueAt });
      await writer.writeAs(`inbox-${i}`, { events: [opened, ...filled, sent], at: minutes(20 + i) });
    }
    // Nobody has a day to answer by any more: it comes last.
    const withoutDue = b.reviewEscalated({ holder: 'administrator', from: 'director' });
    const { reviewDueAt: _, ...data } = withoutDue.data;
    await writer.write('inbox-3', { ...withoutDue, data });
    await caughtUp(side.db, side.log);
  });

  it('shows the oldest due first, without a due time last', async () => {
    const { rows, next } = await inboxPage(side.db, all);

    expect(rows.map(({ requestId, dueAt }) => [requestId, dueAt])).toEqual([
      ['inbox-1', '2026-11-10T15:59:59.999Z'],
      ['inbox-2', '2026-11-11T15:59:59.999Z'],
      ['inbox-0', '2026-11-12T15:59:59.999Z'],
      ['inbox-3', null],
    ]);
    expect(next).toBeNull();
  });

  it('gives a reviewer what a list needs, names sealed', async () => {
    expect(await findInboxItem(side.db, 'inbox-1', b.FATHER)).toEqual({
      requestId: 'inbox-1',
      applicantId: b.FATHER,
      schoolId: 'T97',
      classId: 'T97-301',
      caseNumber: b.opened().data.caseNumber,
      status: 'pending-review',
      review: 'pending-review',
      holder: 'class-teacher',
      decidedBy: null,
      dueAt: '2026-11-10T15:59:59.999Z',
      sentAt: minutes(21),
      dossierRevision: 4,
      relation: 'father',
      studentId: 'pupil-1',
      student: 'sealed-student',
      applicantName: 'sealed-name-father',
      revision: 4,
    });
  });

  it('comes in pages, each row once, also past rows without a due time', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 10; page++) {
      const { rows, next } = await inboxPage(side.db, { ...school, limit: 1, ...(after !== undefined && { after }) });
      seen.push(...rows.map(({ requestId }) => requestId));
      if (next === null) break;
      after = next;
    }

    expect(seen).toEqual(['inbox-1', 'inbox-2', 'inbox-0', 'inbox-3']);
  });

  it('is filtered by class, holder and state, and empty for a reviewer without a class', async () => {
    expect(await ids({ classIds: ['T97-302'] })).toEqual(['inbox-2']);
    expect(await ids({ classIds: [] })).toEqual([]);
    expect(await ids({ holders: ['administrator'] })).toEqual(['inbox-3']);
    expect(await ids({ statuses: ['approved'] })).toEqual([]);
    expect(await ids({ statuses: ['pending-review'], classIds: ['T97-301'] })).toEqual([
      'inbox-1',
      'inbox-0',
      'inbox-3',
    ]);
  });

  it.each([
    '',
    'xyz',
    Buffer.from('[null,"x","y","z"]').toString('base64url'),
    Buffer.from('{}').toString('base64url'),
  ])('refuses %p as a place to go on from', async (after) => {
    await expect(inboxPage(side.db, { ...all, after })).rejects.toThrow(InvalidCursor);
  });
});
