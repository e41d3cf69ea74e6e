/** Times as people in Taipei read them, for the sentences of a page. */
import type { Instant } from '../../../../domain/calendar/instants.js';
import { taipeiMinute } from '../../../../domain/calendar/taipei.js';
import type { Language } from '../../http/answers/language.js';

/** `2026-11-30 23:59`, in Taipei; English adds the zone's name. */
export function taipeiTime(instant: Instant, language: Language): string {
  const text = taipeiMinute(instant);
  return language === 'en' ? `${text} (Taipei)` : text;
}
