import { describe, it } from '@jest/globals';
import { confirmed, confirmStudentInfo, facts, opened, studentInfoConfirmed } from './builders.js';
import { given } from './given-when-then.js';

const { student } = facts();

describe('confirming the student’s data 填答送出', () => {
  it('goes on to the consent and starts the 30 days anew', () =>
    given(opened())
      .at('2026-11-20T02:00:00.000Z')
      .when(confirmStudentInfo())
      .then(studentInfoConfirmed({ expiresAt: '2026-12-20T15:59:59.999Z', remindAt: '2026-11-27T01:00:00.000Z' })));

  it('asks for 資訊正確 to be ticked', () =>
    given(opened())
      .when(confirmStudentInfo({ correct: false }))
      .refused('not-ticked'));

  it('is refused when the roster has changed since the data were shown', () => {
    given(opened())
      .when(confirmStudentInfo({ shownVersion: 6 }))
      .refused('data-changed');
    given(opened())
      .and(student === undefined ? {} : { student: { ...student, rosterVersion: 8 } })
      .when(confirmStudentInfo())
      .refused('data-changed');
  });

  it('is told of changed data before the missing tick', () =>
    given(opened())
      .when(confirmStudentInfo({ correct: false, shownVersion: 6 }))
      .refused('data-changed'));

  it('is done once', () =>
    given(...confirmed)
      .when(confirmStudentInfo({ correct: false, shownVersion: 6 }))
      .refused('wrong-stage'));
});
