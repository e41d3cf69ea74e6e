/** binding_case: the case page. One row per request; the document, and the columns that lists and timers query. */
import { agendaOf } from '../../domain/binding/agenda.js';
import type { Instant } from '../../domain/calendar/instants.js';
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
    next_due_at: nextDueAt(state, updatedAt),
    opened_at: openedAt,
    updated_at: updatedAt,
  }),
});

/** When the workflow acts next by itself; of a closed case that still has an account to disable, when that began. */
function nextDueAt(state: CaseDocument['state'], updatedAt: Instant): Instant | null {
  const { next, accounts } = agendaOf(state);
  const times = [...next.map(([, dueAt]) => dueAt), ...accounts.map(({ dueAt }) => dueAt ?? updatedAt)];
  // RFC 3339 in UTC with milliseconds: the order of the text is the order of time.
  return times.toSorted()[0] ?? null;
}
