import { familyClock } from '../time/clocks.js';
import { happened, NOTHING_TO_DO, refuse, openingRule } from '../rule.js';

/** Guide, step 2.1: 親子綁定. Opening an open request again changes nothing; after a closed one, a new request is opened. */
export const open = openingRule(
  'Open',
  { refuses: ['wrong-stage', 'student-not-found', 'student-left'] },
  (state, { data, channel }, facts) => {
    const { student, policyVersion } = facts;
    if (state !== null) {
      const same = state.studentId === data.studentId && state.loginId === data.loginId;
      return same && state.stage !== 'closed' ? NOTHING_TO_DO : refuse('wrong-stage');
    }
    if (student === undefined || student.studentId !== data.studentId) return refuse('student-not-found');
    if (student.enrolment !== 'enrolled') return refuse('student-left');

    return happened({
      type: 'BindingRequestOpened',
      data: {
        caseNumber: data.caseNumber,
        schoolId: student.schoolId,
        studentId: student.studentId,
        classId: student.classId,
        loginId: data.loginId,
        channel,
        policyVersion,
        rosterVersion: student.rosterVersion,
        student: data.student,
        ...familyClock({ policyVersion }, facts),
      },
    });
  },
);
