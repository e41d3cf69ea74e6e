/** binding_case: the case page. One row per request; the document beside the columns that lists and timers look for. */
import { deadlines } from '../../domain/binding/time/deadlines.js';
import { SETTLED } from '../../domain/binding/state.js';
import { foldCase, type CaseDocument } from './case-document.js';
import { foldedReadModel } from '../folding/folded-read-model.js';
import { bindingCaseTable, type BindingCaseRow } from './binding-case-table.js';

export const bindingCase = foldedReadModel<CaseDocument, BindingCaseRow>({
  name: 'binding_case',
  version: 1,
  fold: foldCase,
  head: bindingCaseTable,
  headColumns: ({ state, openedAt, updatedAt }) => ({
    school_id: state.schoolId,
    class_id: state.classId,
    student_id: state.studentId,
    login_id: state.loginId,
    stage: state.stage,
    outcome: state.outcome ?? null,
    closed: state.stage === 'closed',
    next_due_at: nextDueAt(state),
    opened_at: openedAt,
    updated_at: updatedAt,
  }),
});

function nextDueAt(state: CaseDocument['state']): string | null {
  const accounts = state.applicants.filter(({ status }) => !SETTLED.includes(status)).map(({ dueAt }) => dueAt);
  const times = [...deadlines(state).map(({ dueAt }) => dueAt), ...accounts].filter((time) => time !== undefined);
  // RFC 3339 in UTC with milliseconds: the order of the text is the order of time.
  return times.toSorted()[0] ?? null;
}
