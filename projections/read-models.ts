import { auditTrail } from './audit-trail.js';
import { bindingCase } from './binding-case.js';
import { commandOutcome } from './command-outcome.js';
import type { ReadModel } from './read-model.js';
import { reviewInbox } from './review-inbox.js';
import { studentBinding } from './student-binding.js';

/** Every read model that the projector keeps. */
export const readModels: readonly ReadModel[] = [bindingCase, reviewInbox, commandOutcome, studentBinding, auditTrail];
