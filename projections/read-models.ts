import { auditTrail } from './audit-trail/audit-trail.js';
import { bindingCase } from './binding-case/binding-case.js';
import { commandOutcome } from './command-outcome/command-outcome.js';
import { enrolment } from './enrolment/enrolment.js';
import type { ReadModel } from './folding/read-model.js';
import { reviewInbox } from './review-inbox/review-inbox.js';
import { studentBinding } from './student-binding/student-binding.js';

/** Every read model that the projector keeps. */
export const readModels: readonly ReadModel[] = [
  bindingCase,
  reviewInbox,
  commandOutcome,
  studentBinding,
  enrolment,
  auditTrail,
];
