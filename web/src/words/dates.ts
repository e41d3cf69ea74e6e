/** Times on the screen: Taipei's, 民國 years in Chinese. The only place that formats a date. */
import type { Language } from './language';
import { useLanguage } from './words';

export interface Dates {
  /** 民國115年12月4日 · 4 December 2026 */
  day(iso: string): string;
  /** 民國115年12月4日 星期五 */
  weekday(iso: string): string;
  /** 民國115年12月4日 23:59 */
  time(iso: string): string;
}

const TAIPEI = 'Asia/Taipei';
const SPEAKERS: Record<Language, Dates> = { 'zh-TW': speaker('zh-TW-u-ca-roc'), en: speaker('en-GB') };

export function useDates(): Dates {
  return SPEAKERS[useLanguage()];
}

function speaker(locale: string): Dates {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: TAIPEI });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: TAIPEI });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: TAIPEI,
  });
  return {
    day: (iso) => day.format(on(iso)),
    weekday: (iso) => `${day.format(on(iso))} ${weekday.format(on(iso))}`,
    time: (iso) => `${day.format(on(iso))} ${clock.format(on(iso))}`,
  };
}

function on(iso: string): Date {
  return new Date(/^\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T12:00:00+08:00` : iso);
}
