/** Times as people in Taipei read them; everywhere else the product keeps UTC. */
import type { Language } from '../http/language.js';

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Taipei',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `2026-11-30 23:59`, in Taipei; English adds the zone's name. */
export function taipeiTime(instant: string, language: Language): string {
  const part = Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const text = `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}`;
  return language === 'en' ? `${text} (Taipei)` : text;
}

/** `YYYY-MM-DD` of an instant in Taipei. */
export function taipeiDay(instant: string): string {
  return taipeiTime(instant, 'zh-TW').slice(0, 10);
}
