/** What the school says to a family that found something wrong: 更正 or 維持原資料. */
import type { CommandOf } from '../commands.js';
import { familyClock } from '../time/clocks.js';
import type { Facts } from '../facts.js';
import type { RefusalCode } from '../refusals.js';
import { holdsNow } from '../review/review.js';
import { happened, refuse, type Rule } from '../rule.js';
import type { BindingRequest } from '../state.js';

/** Also without a dispute: a family that calls the registrar need not write first. The roster has changed already. */
export const correctStudentInfo: Rule<'CorrectStudentInfo'> = (request, command, facts) => {
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
};

export const keepStudentInfo: Rule<'KeepStudentInfo'> = (request, command, facts) => {
  const refused = whyNot(request, command, facts) ?? (request.dispute === undefined ? 'wrong-stage' : undefined);
  if (refused !== undefined) return refuse(refused);
  return happened({ type: 'StudentInfoKept', data: { note: command.data.note, ...familyClock(request, facts) } });
};

type Answer = CommandOf<'CorrectStudentInfo' | 'KeepStudentInfo'>;

function whyNot(request: BindingRequest, { actor }: Answer, facts: Facts): RefusalCode | undefined {
  if (!holdsNow(actor.role, request, facts) || actor.role === 'class-teacher') return 'not-your-class';
  if (request.stage !== 'student-info') return 'wrong-stage';
  const cameUp = request.dispute !== undefined && request.dispute.holder !== 'registrar';
  return actor.role === 'director' && !cameUp ? 'with-registrar' : undefined;
}
