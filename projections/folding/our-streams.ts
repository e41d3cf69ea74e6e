import { categoryOf } from './read-model.js';

/** Categories of the streams that this product writes; what else a server holds is somebody else's. */
const OURS: ReadonlySet<string> = new Set([
  'bindingRequest',
  'account',
  'guardianLink',
  'school',
  'access',
  'system',
  'retention',
]);

export function isOurs(stream: string): boolean {
  return OURS.has(categoryOf(stream));
}
