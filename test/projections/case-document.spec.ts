import { describe, expect, it } from '@jest/globals';
import { caseOf, foldCase } from '../../projections/binding-case/case-document.js';
import { readBindingEvent } from '../../projections/folding/binding-events.js';
import * as b from '../domain/builders.js';
import { minutes, stream } from './streams.js';

const REQUEST = 'request-1';

describe('the document of a case', () => {
  it('is nothing before the request is opened', () => expect(caseOf([])).toBeNull());

  it('carries what the rules know and the sealed name of the pupil from the opening on', () => {
    const document = caseOf(stream(REQUEST, b.opened()));

    expect(document).toMatchObject({
      requestId: REQUEST,
      revision: 0,
      student: 'sealed-student',
      state: { stage: 'student-info', schoolId: 'T99', studentId: b.STUDENT, loginId: b.LOGIN },
      applicants: {},
      openedAt: minutes(0),
      updatedAt: minutes(0),
    });
  });

  it('keeps the sealed values of each applicant', () => {
    const document = caseOf(stream(REQUEST, ...b.bothFilled));

    expect(document?.applicants[b.MOTHER]).toEqual({
      name: 'sealed-name-mother',
      idNumber: 'sealed-id-mother',
      mobile: 'sealed-mobile-mother',
      email: 'sealed-email-mother',
      lastEvent: { type: 'ApplicationFilled', at: minutes(3), revision: 3 },
    });
  });

  it('forgets the applicants of an application that was filled in again', () => {
    const again = b.applicationFilled({ applicants: [b.applicant('father', { applicantId: 'another' })] });

    expect(Object.keys(caseOf(stream(REQUEST, ...b.bothFilled, again))?.applicants ?? {})).toEqual(['another']);
  });

  it('keeps the note of a rejection, sealed, with the applicant it is for', () => {
    const rejected = b.applicantRejected({ note: 'sealed-note' });
    const document = caseOf(stream(REQUEST, ...b.bothSent, { events: [rejected], actor: b.teacher }));

    expect(document?.applicants[b.FATHER]).toMatchObject({
      note: 'sealed-note',
      lastEvent: { type: 'ApplicantRejected' },
    });
    expect(document?.applicants[b.MOTHER]).not.toHaveProperty('note');
  });

  it('keeps what the family said of the data and what the school answered, until the family asks anew', () => {
    const [asked, again] = ['sealed-first', 'sealed-second'].map((note) => b.studentInfoDisputed({ note }));
    const answered = caseOf(stream(REQUEST, b.opened(), asked!, b.studentInfoKept({ note: 'sealed-answer' })));
    expect(answered).toMatchObject({ disputeNote: 'sealed-first', keepNote: 'sealed-answer' });
    const anew = caseOf(stream(REQUEST, b.opened(), asked!, b.studentInfoKept({ note: 'sealed-answer' }), again!));
    expect(anew).toMatchObject({ disputeNote: 'sealed-second' });
    expect(anew).not.toHaveProperty('keepNote');
  });

  it('tells the history in codes, oldest first, a line per applicant', () => {
    const rejected = { events: [b.applicantRejected({ note: 'sealed-note' })], actor: b.teacher };
    const history = caseOf(stream(REQUEST, ...b.bothSent, rejected))?.history ?? [];

    expect(history.map(({ type, role, applicantId }) => [type, role, applicantId])).toEqual([
      ['BindingRequestOpened', 'parent', undefined],
      ['StudentInfoConfirmed', 'parent', undefined],
      ['ConsentGiven', 'parent', undefined],
      ['ApplicationFilled', 'parent', undefined],
      ['SignedConsentSent', 'parent', b.FATHER],
      ['SignedConsentSent', 'parent', b.MOTHER],
      ['ApplicantRejected', 'class-teacher', b.FATHER],
    ]);
    expect(history[4]?.params).toEqual({ holder: 'class-teacher', dueAt: b.REVIEW });
    expect(history[6]?.params).toEqual({ reasonCode: 'form-mismatch' });
  });

  it('moves its revision for an event that only a later release knows, and nothing else of the page', () => {
    const before = caseOf(stream(REQUEST, ...b.sent));
    const after = caseOf(
      stream(REQUEST, ...b.sent, { type: 'SomethingOfALaterRelease', data: { applicantId: b.FATHER } }),
    );

    expect(after?.revision).toBe(5);
    expect(after?.history).toEqual(before?.history);
    expect(after?.state.applicants).toEqual(before?.state.applicants);
  });

  it('survives JSON', () => {
    const document = caseOf(stream(REQUEST, ...b.bothSent));

    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('cannot begin with anything but the opening', () => {
    const [, confirmed] = stream(REQUEST, ...b.confirmed);

    expect(() => foldCase(null, readBindingEvent(confirmed!))).toThrow('not-opened');
  });
});

describe('a case of ten thousand events', () => {
  const long = stream(REQUEST, ...b.filled, ...Array.from({ length: 9_996 }, () => b.applicantAmended()));

  it('is the same whether it is folded at once or event by event', () => {
    const few = long.slice(0, 40);
    const one = few.map(readBindingEvent).reduce<ReturnType<typeof foldCase> | null>(foldCase, null);
    expect(caseOf(few)).toEqual(one);
  });

  it('takes a time that grows with their number and not with its square', () => {
    const best = (events: typeof long) =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const began = performance.now();
          caseOf(events);
          return performance.now() - began;
        }),
      );
    expect(best(long) / Math.max(best(long.slice(0, 1_000)), 1)).toBeLessThan(40);
    expect(caseOf(long)?.history).toHaveLength(10_000);
  });
});
