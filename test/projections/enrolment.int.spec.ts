/** Where each pupil was enrolled on each day, and the binding rate of it, from the streams of schools and cases. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chainOrigin, seal } from '../../eventstore/chain/envelope.js';
import type { JsonObject } from '../../eventstore/port.js';
import { classCounts, countedSchools } from '../../projections/enrolment/binding-rate-queries.js';
import { readModels } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild/rebuild.js';
import { enrolment } from '../../projections/enrolment/enrolment.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import * as b from '../domain/builders.js';
import { memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { Writer } from './streams.js';
import { caughtUp } from './tables.js';

let side: ReadSide;
let projections: Projections;
const ends = new Map<string, { revision: number; chain: string | null }>();

/** Writes events into the stream of a school at noon of a day in Taipei. */
async function writes(
  schoolId: string,
  day: string,
  events: readonly (readonly [type: string, data: JsonObject])[],
  mark?: { readonly id: string; readonly attempt: number },
): Promise<void> {
  const stream = `school-${schoolId}`;
  const end = ends.get(stream) ?? { revision: -1, chain: null };
  const metadata = {
    commandId: `${stream}-${end.revision + 1}`,
    actor: { id: 'registrar', role: 'registrar' },
    at: `${day}T04:00:00.000Z`,
    schemaVersion: 1,
    ...(mark && { import: mark }),
  };
  const sealed = seal(
    stream,
    end.revision + 1,
    end.revision < 0 ? null : (end.chain ?? chainOrigin(stream)),
    events.map(([type, data]) => ({ type, data, metadata })),
  );
  await side.log.append(stream, end.revision, sealed.events);
  ends.set(stream, { revision: end.revision + events.length, chain: sealed.chain });
}

function enrols(studentId: string, classId: string, more: JsonObject = {}): readonly [string, JsonObject] {
  const sealed = { name: 's', number: 's', idNumber: 's' };
  const data = { studentId, loginId: `login-${studentId}`, classId, personRef: studentId, suspended: false };
  return ['StudentEnrolled', { ...data, ...sealed, ...more }];
}

const SCHOOL = { districtCode: 'd', district: 'd', telephone: 't', registrarExtension: 'r', asksForPaper: false };

async function counted(day: string, schoolId: string) {
  await caughtUp(side.db, side.log);
  const rows = await classCounts(side.db, day, schoolId);
  return rows.map(({ classId, denominator, numerator, withTwo }) => [classId, denominator, numerator, withTwo]);
}

beforeAll(async () => {
  side = await openReadSide(memoryLog);
  projections = startProjections(readModels, side);
});
afterAll(async () => {
  await projections.stop();
  await side.close();
});

describe('the pupils of a school on a day', () => {
  beforeAll(async () => {
    await writes('T1', '2026-09-01', [
      ['SchoolAdded', { name: '一國中', ...SCHOOL }],
      enrols('amy', '701'),
      enrols('ben', '701'),
      enrols('cat', '702', { excluded: 'placement' }),
      enrols('dan', '702', { suspended: true }),
    ]);
    await writes('T1', '2026-09-10', [['ClassChanged', { studentId: 'ben', classId: '702' }]]);
    await writes('T1', '2026-09-20', [['StudentLeft', { studentId: 'amy', as: 'left' }]]);
    await writes('T1', '2026-09-25', [['StudentReturned', { studentId: 'amy', classId: '703', suspended: false }]]);
    await writes('T1', '2026-09-28', [
      ['StudentDataChanged', { studentId: 'cat', excluded: '' }],
      ['StudentDataChanged', { studentId: 'dan', suspended: false }],
      ['ClassChanged', { studentId: 'dan', classId: '704' }],
    ]);
  });

  it.each([
    ['2026-08-31', []],
    [
      '2026-09-01',
      [
        ['701', 2],
        ['702', 0],
      ],
    ],
    [
      '2026-09-09',
      [
        ['701', 2],
        ['702', 0],
      ],
    ],
    [
      '2026-09-10',
      [
        ['701', 1],
        ['702', 1],
      ],
    ],
    ['2026-09-20', [['702', 1]]],
    [
      '2026-09-25',
      [
        ['702', 1],
        ['703', 1],
      ],
    ],
    [
      '2026-09-28',
      [
        ['702', 2],
        ['703', 1],
        ['704', 1],
      ],
    ],
  ])('are those of %s', async (day, expected) =>
    expect((await counted(day, 'T1')).map((row) => row.slice(0, 2))).toEqual(expected),
  );

  it('names each reason for which a pupil does not count', async () => {
    const rows = await classCounts(side.db, '2026-09-01', 'T1');
    expect(rows.find(({ classId }) => classId === '702')).toMatchObject({ suspended: 1, placement: 1, other: 0 });
  });

  it('lists a school from the day on which it takes part, under its latest name', async () => {
    await writes('T1', '2026-10-01', [['SchoolDataChanged', { name: '第一國中', ...SCHOOL }]]);
    await caughtUp(side.db, side.log);
    expect(await countedSchools(side.db, '2026-08-31')).toEqual([]);
    expect(await countedSchools(side.db, '2026-09-01', 'T1')).toEqual([{ schoolId: 'T1', name: '第一國中' }]);
  });
});

describe('an import', () => {
  it('counts from its end on, and an attempt that was broken off never counts', async () => {
    const first = { id: 'import-1', attempt: 1 };
    const second = { id: 'import-1', attempt: 2 };
    await writes('T2', '2026-09-01', [enrols('eve', '701'), enrols('fay', '701')], first);
    expect(await counted('2026-09-30', 'T2')).toEqual([]);
    await writes('T2', '2026-09-02', [enrols('eve', '701')], second);
    await writes(
      'T2',
      '2026-09-02',
      [['RosterImportApplied', { importId: 'i', attempt: 2, counts: {}, conflicts: [] }]],
      second,
    );
    expect(await counted('2026-09-30', 'T2')).toEqual([['701', 1, 0, 0]]);
    expect(await counted('2026-09-01', 'T2')).toEqual([]);
  });

  it('that takes a pupil over ends the time at the old school', async () => {
    await writes('T3', '2026-10-05', [enrols('eve', '801', { movedFrom: 'T2' })]);
    await writes('T2', '2026-10-07', [['StudentLeft', { studentId: 'eve', as: 'left', movedTo: 'T3' }]]);
    expect(await counted('2026-10-04', 'T2')).toEqual([['701', 1, 0, 0]]);
    expect(await counted('2026-10-05', 'T2')).toEqual([]);
    expect(await counted('2026-10-07', 'T3')).toEqual([['801', 1, 0, 0]]);
  });
});

async function ofAmysClass(day: string) {
  return (await counted(day, 'T1')).find(([classId]) => classId === '703');
}

describe('a link', () => {
  it('counts from the day on which the account was created, and two persons count as two', async () => {
    const writer = new Writer(side.log);
    const opened = b.opened({ studentId: 'amy' });
    const decided = [b.applicantApproved(), b.accountCreationStarted()];
    const [, ...afterOpening] = b.bothSent;
    await writer.writeAs('rate', { events: [opened, ...afterOpening, ...decided], at: '2026-11-01T04:00:00.000Z' });
    await writer.writeAs('rate', { events: [b.accountCreated()], at: '2026-11-02T15:59:59.999Z' });
    const mother = [
      b.applicantApproved({ applicantId: b.MOTHER }),
      b.accountCreationStarted({ applicantId: b.MOTHER }),
    ];
    const linked = b.accountLinked({ applicantId: b.MOTHER });
    await writer.writeAs('rate', { events: [...mother, linked], at: '2026-11-02T16:00:00.000Z' });
    expect(await ofAmysClass('2026-11-01')).toEqual(['703', 1, 0, 0]);
    expect(await ofAmysClass('2026-11-02')).toEqual(['703', 1, 1, 0]);
    expect(await ofAmysClass('2026-11-03')).toEqual(['703', 1, 1, 1]);
  });
});

describe('a rebuild of it', () => {
  it('finds the rows as the log says', async () => {
    await caughtUp(side.db, side.log);
    const { comparison, parked } = await rebuild(side.db, side.log, enrolment, { compareOnly: true });
    expect(parked).toBe(0);
    expect(comparison).toEqual(enrolment.tables.map(() => expect.objectContaining({ onlyCurrent: 0, onlyRebuilt: 0 })));
  });
});
