import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command } from '../../../domain/binding/commands.js';
import type { Role } from '../../../domain/binding/vocabulary.js';
import { createFacts } from '../../../src/people/roster/facts.js';
import { openDemoSchool, type DemoSchool } from './demo-school.js';

let school: DemoSchool;
beforeAll(async () => {
  school = await openDemoSchool();
});
afterAll(() => school.close());

/** Ids by account of staff and by name of nobody: pupils by class and place in the demonstration. */
let staffId: Record<string, string>;
beforeEach(async () => {
  const { rows } = await school.db.query<{ account: string; id: string }>(
    'select account, staff_id as id from staff_logins',
  );
  staffId = Object.fromEntries(rows.map(({ account, id }) => [account, id]));
});

async function pupilIn(classId: string, { tied = false } = {}): Promise<string> {
  const { rows } = await school.db.query<{ id: string }>(
    `select student_id as id from students s where class_id = $1
     and exists (select from family_ties t where t.student_id = s.student_id) = $2 limit 1`,
    [classId, tied],
  );
  return rows[0]?.id ?? '';
}

function open(studentId: string, actorId = 'login-1', role: Role = 'parent'): Command {
  const data = { caseNumber: 'T99-00000000', studentId, loginId: 'login-1', student: 's1.x' };
  return { type: 'Open', requestId: 'r1', commandId: 'c1', actor: { id: actorId, role }, channel: 'online', data };
}

const lookUp = (command: Command) =>
  createFacts(school.db, school.config, () => new Date('2026-11-23T08:00:00Z')).lookUp(null, command);
const staffIds = (reviewers: readonly { staffId: string }[]) => reviewers.map((one) => one.staffId);

describe('the facts of a decision', () => {
  it('know the pupil, who may review, the text in force and the time', async () => {
    const studentId = await pupilIn('301');
    const facts = await lookUp(open(studentId));
    expect(facts).toMatchObject({
      now: '2026-11-23T08:00:00.000Z',
      student: {
        studentId,
        schoolId: 'T99',
        classId: '301',
        enrolment: 'enrolled',
        rosterVersion: 1,
        restricted: false,
      },
      actor: { grants: [], tied: false },
      boundPersonRefs: [],
      consentText: { version: '2020-08-20-r1' },
      policyVersion: '1',
    });
    expect(facts.student?.personRef).toMatch(/^[0-9a-f-]{36}$/);
    expect(facts.consentText.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(staffIds(facts.reviewers['class-teacher'])).toEqual([staffId['teacher301']]);
    expect(staffIds(facts.reviewers.registrar)).toEqual([staffId['registrar']]);
    expect(staffIds(facts.reviewers.director)).toEqual([staffId['director']]);
  });

  it('find no teacher for a class without one, and no pupil where there is none', async () => {
    const facts = await lookUp(open(await pupilIn('303')));
    expect(facts.reviewers['class-teacher']).toEqual([]);
    expect(staffIds(facts.reviewers.registrar)).toEqual([staffId['registrar']]);
    const nobody = await lookUp(open('nobody'));
    expect(nobody).not.toHaveProperty('student');
    expect(nobody.reviewers).toEqual({ 'class-teacher': [], registrar: [], director: [] });
  });

  it('tell a teacher who is family, as reviewer and as actor', async () => {
    const teacher = staffId['teacher301'] ?? '';
    const tied = await lookUp(open(await pupilIn('301', { tied: true }), teacher, 'class-teacher'));
    expect(tied.reviewers['class-teacher']).toMatchObject([{ staffId: teacher, tied: true }]);
    expect(tied.actor).toMatchObject({
      tied: true,
      grants: [{ role: 'class-teacher', schoolId: 'T99', classId: '301' }],
    });
    expect(tied.actor.personRef).toBe(tied.reviewers['class-teacher'][0]?.personRef);
    const other = await lookUp(open(await pupilIn('301'), teacher, 'class-teacher'));
    expect([other.actor.tied, other.reviewers['class-teacher'][0]?.tied]).toEqual([false, false]);
  });

  it('count a grant from its first to its last day only', async () => {
    const { db } = school;
    const today = `(now() at time zone 'Asia/Taipei')::date`;
    const substitute = staffId['teacher302'] ?? '';
    for (const [from, to, counts] of [
      [`${today} - 9`, `${today} - 1`, false],
      [`${today} + 1`, 'null', false],
      [`${today} - 9`, today, true],
      [today, 'null', true],
    ] as const) {
      await db.query(
        `insert into staff_grants (staff_id, role, school_id, class_id, valid_from, valid_to)
         select $1, 'class-teacher', 'T99', '303', ${from}, ${to}`,
        [substitute],
      );
      const { reviewers } = await lookUp(open(await pupilIn('303')));
      expect(staffIds(reviewers['class-teacher'])).toEqual(counts ? [substitute] : []);
      await db.query(`delete from staff_grants where class_id = '303'`);
    }
  });

  it('know the days on which the pupil’s school is closed, and whether it asks for paper', async () => {
    const studentId = await pupilIn('301');
    expect(await lookUp(open(studentId))).toMatchObject({ closures: [], asksForPaper: false });
    await school.db.query(
      `insert into closures (school_id, from_day, to_day, kind) values ('T99', '2027-01-25', '2027-02-10', 'vacation'),
         (null, '2026-11-27', '2026-11-27', 'suspended'), ('T98', '2026-11-26', '2026-11-26', 'suspended')`,
    );
    await school.db.query(`update schools set asks_for_paper = true where school_id = 'T99'`);
    expect(await lookUp(open(studentId))).toMatchObject({
      closures: [
        { from: '2026-11-27', to: '2026-11-27' },
        { from: '2027-01-25', to: '2027-02-10' },
      ],
      asksForPaper: true,
    });
  });

  it('know who is bound to the pupil, not who was turned down', async () => {
    const studentId = await pupilIn('302');
    await school.db.query(
      `insert into student_binding_v1 (student_id, person_ref, request_id, applicant_id, status, since, revision)
       values ($1, 'p1', 'r1', 'a1', 'account-created', now(), 1), ($1, 'p2', 'r1', 'a2', 'account-linked', now(), 1),
         ($1, 'p3', 'r1', 'a3', 'rejected', now(), 1), ('other', 'p4', 'r2', 'a4', 'account-created', now(), 1)`,
      [studentId],
    );
    expect((await lookUp(open(studentId))).boundPersonRefs.toSorted()).toEqual(['p1', 'p2']);
  });
});
