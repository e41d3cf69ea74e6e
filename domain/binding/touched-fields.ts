import type { ChangedFields } from './events.js';
import { CORRECTABLE_FIELDS, type CorrectableField } from './vocabulary.js';

/** The fields of the form that were typed again. */
export function touchedFields(changed: ChangedFields): readonly CorrectableField[] {
  return CORRECTABLE_FIELDS.filter((field) => field !== 'evidence' && changed[field] !== undefined);
}
