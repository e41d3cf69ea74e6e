/** Who has the case, by when, and what this reader is to do now, in whole sentences. */
import type { Viewer } from '../../../../domain/binding/allowed-actions.js';
import type { Audience } from '../case-values.js';
import { counterSteps } from './steps-at-counter.js';
import { familySteps } from './steps-for-family.js';
import { reviewerSteps } from './steps-for-reviewer.js';
import type { Spoken } from './wording.js';

export function nextSteps(spoken: Spoken, audience: Audience, viewer: Viewer): readonly string[] {
  switch (audience) {
    case 'family':
    // The auditor reads the page as the family had it, with masks.
    case 'auditor':
      return familySteps(spoken);
    case 'counter':
      return counterSteps(spoken, viewer);
    case 'reviewer':
      return reviewerSteps(spoken, viewer);
  }
}
