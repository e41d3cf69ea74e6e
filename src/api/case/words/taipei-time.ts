/** Times as people in Taipei read them, for the sentences of a page: in Chinese in 民國 years, as offices write them. */
import type { Instant } from '../../../../domain/calendar/instants.js';
import { taipeiMinute } from '../../../../domain/calendar/taipei.js';
import type { Language } from '../../http/answers/language.js';

const YEARS_BEFORE_MINGUO = 1911;

/** `民國115年11月30日 23:59`, in Taipei; English says `2026-11-30 23:59 (Taipei)`. */
export function taipeiTime(instant: Instant, language: Language): string {
  const text = taipeiMinute(instant);
  return language === 'en' ? `${text} (Taipei)` : `${minguoDay(instant)} ${text.slice(11)}`;
}

/** 民國115年11月30日 */
export function minguoDay(instant: Instant): string {
  const [year, month, day] = taipeiMinute(instant).slice(0, 10).split('-').map(Number);
  return `民國${(year ?? 0) - YEARS_BEFORE_MINGUO}年${month}月${day}日`;
}
