/** The tables of the read models, oldest step first. A step never changes once released: a new shape is a new version. */
import { auditTrailTables } from './audit-trail/audit-trail-table.js';
import { foreignTables } from './audit-trail/foreign-streams.js';
import {
  bindingCaseOpenIndexes,
  bindingCaseReleasingIndex,
  bindingCaseSchoolIndex,
  bindingCaseTables,
} from './binding-case/binding-case-table.js';
import { enrolmentTables } from './enrolment/enrolment-tables.js';
import { checkpointTables } from './runner/checkpoint.js';
import { commandOutcomeTables } from './command-outcome/command-outcome-tables.js';
import { parkedTables } from './runner/parked.js';
import { rebuildRequestTables } from './rebuild/rebuild-requests.js';
import { quarantineTables } from './runner/quarantine.js';
import { reviewInboxTables } from './review-inbox/review-inbox-tables.js';
import {
  studentBindingAccountIndex,
  studentBindingApplicantIndex,
  studentBindingTables,
} from './student-binding/student-binding-tables.js';

export const projectionMigrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: 'projection-checkpoint-1', sql: checkpointTables },
  { name: 'projection-parked-1', sql: parkedTables },
  { name: 'binding-case-1', sql: bindingCaseTables },
  { name: 'review-inbox-1', sql: reviewInboxTables },
  { name: 'command-outcome-1', sql: commandOutcomeTables },
  { name: 'student-binding-1', sql: studentBindingTables },
  { name: 'binding-case-school-index-1', sql: bindingCaseSchoolIndex },
  { name: 'audit-trail-1', sql: auditTrailTables },
  { name: 'binding-case-open-indexes-1', sql: bindingCaseOpenIndexes },
  { name: 'student-binding-applicant-index-1', sql: studentBindingApplicantIndex },
  { name: 'student-binding-account-index-1', sql: studentBindingAccountIndex },
  { name: 'projection-rebuild-1', sql: rebuildRequestTables },
  { name: 'binding-case-releasing-index-1', sql: bindingCaseReleasingIndex },
  { name: 'audit-trail-foreign-1', sql: foreignTables },
  { name: 'quarantined-streams-1', sql: quarantineTables },
  { name: 'enrolment-1', sql: enrolmentTables },
];
