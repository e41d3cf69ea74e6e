/** What the school says to a family that found something wrong: 更正 or 維持原資料. */
import type { CommandOf } from '../commands.js';
import { familyClock } from '../time/clocks.js';
import type { Facts } from '../facts.js';
import { holdsNow } from '../review/review.js';
import { happened, refuse, rule } from '../rule.js';
import type { BindingRequest } from '../state.js';

const REFUSES = ['not-your-class', 'wrong-stage', 'with-registrar'] as const;

/** Also without a dispute: a family that calls the registrar need not write first. The roster has changed already. */
export const correctStudentInfo = rule(
  'CorrectStudentInfo',
  { refuses: [...REFUSES, 'student-not-found'] },
  (request, command, facts) => {
    const { student } = facts;
    const refused = whyNot(request, command, facts);
    if (refused !== undefined) return refuse(refused);
    if (student === undefined) return refuse('student-not-found');

    return happened({
      type: 'StudentInfoCorrected',
      data: {
        changes: command.data.changes,
        rosterVersion: student.rosterVersion,
        classId: student.classId,
        student: command.data.student,
        ...familyClock(request, facts),
      },
    });
  },
);

export const keepStudentInfo = rule('KeepStudentInfo', { refuses: REFUSES }, (request, command, facts) => {
  const refused = whyNot(request, command, facts) ?? (request.dispute === undefined ? 'wrong-stage' : undefined);
  if (refused !== undefined) return refuse(refused);
  return happened({ type: 'StudentInfoKept', data: { note: command.data.note, ...familyClock(request, facts) } });
});

type Answer = CommandOf<'CorrectStudentInfo' | 'KeepStudentInfo'>;

function whyNot(request: BindingRequest, { actor }: Answer, facts: Facts): (typeof REFUSES)[number] | undefined {
  if (!holdsNow(actor.role, request, facts) || actor.role === 'class-teacher') return 'not-your-class';
  if (request.stage !== 'student-info') return 'wrong-stage';
  const cameUp = request.dispute !== undefined && request.dispute.holder !== 'registrar';
  return actor.role === 'director' && !cameUp ? 'with-registrar' : undefined;
}
