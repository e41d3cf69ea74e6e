/** Times as people in Taipei read them; everywhere else the product keeps UTC. */
import type { Language } from '../../http/answers/language.js';

/** Without daylight saving time since 1980; Intl takes fifty times as long to come to the same. */
const AHEAD_OF_UTC_MS = 8 * 3_600_000;

/** `2026-11-30 23:59`, in Taipei; English adds the zone's name. */
export function taipeiTime(instant: string, language: Language): string {
  const text = new Date(Date.parse(instant) + AHEAD_OF_UTC_MS).toISOString().slice(0, 16).replace('T', ' ');
  return language === 'en' ? `${text} (Taipei)` : text;
}

/** `YYYY-MM-DD` of an instant in Taipei. */
export function taipeiDay(instant: string): string {
  return taipeiTime(instant, 'zh-TW').slice(0, 10);
}
