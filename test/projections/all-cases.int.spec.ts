/** Lists over all cases: what waits for the administrator, and what an auditor looks for. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administratorsCases } from '../../projections/binding-case/administrators-case-queries.js';
import { auditedCases, type AuditedFilter } from '../../projections/binding-case/audited-case-queries.js';
import { InvalidCursor } from '../../projections/queries/cursor.js';
import { readModels } from '../../projections/read-models.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import { waitingIn } from '../../src/api/administration/waiting-cases.js';
import * as b from '../domain/builders.js';
import { memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { minutes, Writer } from './streams.js';
import { caughtUp } from './tables.js';

let side: ReadSide;
let projections: Projections;

const decided = [b.applicantApproved(), b.accountCreationStarted()];

beforeAll(async () => {
  side = await openReadSide(memoryLog);
  projections = startProjections(readModels, side);
  const writer = new Writer(side.log);
  await writer.writeAs('failed', { events: [...b.sent, ...decided], at: minutes(1) });
  await writer.writeAs('failed', { events: [b.accountCreationFailed()], at: minutes(9) });
  await writer.writeAs('overdue', { events: b.sent, at: minutes(2) });
  await writer.writeAs('overdue', {
    events: [b.reviewEscalated({ from: 'director', holder: 'administrator' })],
    at: minutes(10),
  });
  await writer.writeAs('disputed', { events: [b.opened(), b.studentInfoDisputed()], at: minutes(3) });
  await writer.writeAs('disputed', {
    events: [b.disputeEscalated({ from: 'director', holder: 'administrator' })],
    at: minutes(11),
  });
  await writer.writeAs('healthy', { events: b.sent, at: minutes(4) });
  await writer.writeAs('elsewhere', { events: [b.opened({ schoolId: 'T01' })], at: minutes(5) });
  await caughtUp(side.db, side.log);
});

afterAll(async () => {
  await projections.stop();
  await side.close();
});

describe('what waits for the administrator', () => {
  it('is a failed account, an overdue review or an overdue dispute, with the time since which it waits', async () => {
    const { documents, next } = await administratorsCases(side.db, undefined, 10);
    expect(documents.flatMap(waitingIn)).toEqual([
      {
        caseNumber: b.opened().data.caseNumber,
        bindingId: 'failed',
        applicantId: b.FATHER,
        kind: 'account-failed',
        since: minutes(9),
      },
      expect.objectContaining({ bindingId: 'overdue', kind: 'review-overdue', since: minutes(10) }),
      {
        caseNumber: b.opened().data.caseNumber,
        bindingId: 'disputed',
        kind: 'dispute-overdue',
        since: minutes(11),
      },
    ]);
    expect(next).toBeNull();
  });

  it('comes page by page', async () => {
    const first = await administratorsCases(side.db, undefined, 2);
    const second = await administratorsCases(side.db, first.next ?? undefined, 2);
    expect([first, second].map(({ documents }) => documents.map(({ requestId }) => requestId))).toEqual([
      ['failed', 'overdue'],
      ['disputed'],
    ]);
    await expect(administratorsCases(side.db, 'W10', 2)).rejects.toThrow(InvalidCursor);
  });
});

async function idsOf(filter: AuditedFilter): Promise<readonly string[]> {
  const { documents } = await auditedCases(side.db, filter, 10);
  return documents.map(({ requestId }) => requestId);
}

describe('the cases of an auditor', () => {
  it('come newest first, by school, by id and by the time they were opened', async () => {
    expect(await idsOf({})).toEqual(['elsewhere', 'healthy', 'disputed', 'overdue', 'failed']);
    expect(await idsOf({ schoolId: 'T01' })).toEqual(['elsewhere']);
    expect(await idsOf({ requestIds: ['healthy', 'none'] })).toEqual(['healthy']);
    expect(await idsOf({ from: minutes(3), to: minutes(4) })).toEqual(['healthy', 'disputed']);
  });

  it('come page by page', async () => {
    const first = await auditedCases(side.db, { schoolId: 'T99' }, 3);
    const second = await auditedCases(side.db, { schoolId: 'T99', after: first.next ?? '' }, 3);
    expect(second.documents.map(({ requestId }) => requestId)).toEqual(['failed']);
  });
});
