/** The list of cases of a reviewer. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidCursor } from '../../projections/queries/cursor.js';
import { readModels } from '../../projections/read-models.js';
import { reviewedCases, type ReviewedFilter } from '../../projections/binding-case/reviewed-case-queries.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import * as b from '../domain/builders.js';
import { memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { minutes, Writer } from './streams.js';
import { caughtUp } from './tables.js';

let side: ReadSide;
let projections: Projections;

const school = { schoolId: 'T97', limit: 50 };
const opened = (studentId: string, classId = '301') => b.opened({ schoolId: 'T97', classId, studentId });
const refused = [b.consentRefused(), b.bindingRequestClosed({ outcome: 'refused', results: [] })];

beforeAll(async () => {
  side = await openReadSide(memoryLog);
  projections = startProjections(readModels, side);
  const writer = new Writer(side.log);
  const [, ...bothSent] = b.bothSent;
  const [, ...sent] = b.sent;
  const [, ...confirmed] = b.confirmed;
  await writer.writeAs('both', { events: [opened('one'), ...bothSent], at: minutes(1) });
  await writer.writeAs('not-joining', { events: [opened('two'), ...confirmed, ...refused], at: minutes(2) });
  await writer.writeAs('drafted', { events: [opened('three'), ...confirmed], at: minutes(3) });
  await writer.writeAs('other-class', { events: [opened('four', '302'), ...sent], at: minutes(4) });
  await writer.writeAs('escalated', {
    events: [opened('five'), ...sent, b.reviewEscalated({ holder: 'director', from: 'registrar' })],
    at: minutes(5),
  });
  await caughtUp(side.db, side.log);
});

afterAll(async () => {
  await projections.stop();
  await side.close();
});

async function ids(filter: Partial<ReviewedFilter> = {}): Promise<readonly string[]> {
  const { documents } = await reviewedCases(side.db, { ...school, ...filter });
  return documents.map(({ requestId }) => requestId);
}

describe('the cases of a reviewer', () => {
  it('are those of which something came back to the school, also 無意參加, the newest first', async () => {
    expect(await ids()).toEqual(['escalated', 'other-class', 'not-joining', 'both']);
  });

  it('are filtered by class, by who holds them and by how they ended', async () => {
    expect(await ids({ classIds: ['301'] })).toEqual(['escalated', 'not-joining', 'both']);
    expect(await ids({ classIds: [] })).toEqual([]);
    expect(await ids({ holders: ['director', 'administrator'] })).toEqual(['escalated']);
    expect(await ids({ outcome: 'refused' })).toEqual(['not-joining']);
    expect(await ids({ schoolId: 'T96' })).toEqual([]);
  });

  it('come in pages, each case once, also with two applicants', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 10; page++) {
      const { documents, next } = await reviewedCases(side.db, { ...school, limit: 1, ...(after && { after }) });
      seen.push(...documents.map(({ requestId }) => requestId));
      if (next === null) break;
      after = next;
    }
    expect(seen).toEqual(['escalated', 'other-class', 'not-joining', 'both']);
  });

  it.each(['x', 'W10', Buffer.from('["yesterday","id"]').toString('base64url')])(
    'have no page after %s',
    async (after) => {
      await expect(reviewedCases(side.db, { ...school, after })).rejects.toThrow(InvalidCursor);
    },
  );
});
