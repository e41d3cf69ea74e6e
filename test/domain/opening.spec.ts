import { describe, expect, it } from '@jest/globals';
import { decide } from '../../domain/binding/decide.js';
import {
  approve,
  bindingRequestClosed,
  confirmed,
  confirmStudentInfo,
  consentRefused,
  facts,
  open,
  opened,
  studentInfoConfirmed,
} from './builders.js';
import { given, stateAfter } from './given-when-then.js';

const { student: enrolled } = facts();
if (enrolled === undefined) throw new Error('the builders know a pupil');

describe('opening a binding request 親子綁定', () => {
  it('opens it for an enrolled pupil, with 30 days for the parent', () => given().when(open()).then(opened()));

  it('remembers a request entered at the counter as assisted', () =>
    given()
      .when({ ...open(), channel: 'assisted' })
      .then(opened({ channel: 'assisted' })));

  it('leads back to the request that is open already', () => {
    given(opened()).when(open()).nothing();
    given(...confirmed)
      .when(open())
      .nothing();
  });

  it('leaves a closed request closed: the answer is a new request', () =>
    given(...confirmed, consentRefused(), bindingRequestClosed({ outcome: 'refused', results: [] }))
      .when(open())
      .refused('wrong-stage'));

  it('does not open another pupil’s request under the same id', () =>
    given(opened())
      .when(open({ studentId: 'another-pupil' }))
      .refused('wrong-stage'));

  it('knows no pupil that the roster does not know', () => {
    const { student: _unknown, ...rest } = facts();
    expect(decide(null, open(), rest)).toStrictEqual({ refused: 'student-not-found', events: [] });
    given()
      .when(open({ studentId: 'another-pupil' }))
      .refused('student-not-found');
  });

  it.each(['left', 'graduated', 'died'] as const)('is too late for a pupil who has %s', (enrolment) =>
    given()
      .and({ student: { ...enrolled, enrolment } })
      .when(open())
      .refused('student-left'),
  );

  it('keeps the policy and the roster version it began under', () =>
    given()
      .and({ policyVersion: 'test', student: { ...enrolled, rosterVersion: 9 } })
      .when(open())
      .then(
        opened({
          policyVersion: 'test',
          rosterVersion: 9,
          expiresAt: '2026-11-02T02:00:30.000Z',
          remindAt: '2026-11-02T02:00:07.000Z',
        }),
      ));

  it('has no answer to any other command before it is opened', () => {
    expect(stateAfter(studentInfoConfirmed())).toBeNull();
    given().when(confirmStudentInfo()).refused('wrong-stage');
    given().when(approve()).refused('wrong-stage');
  });
});
