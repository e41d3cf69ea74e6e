/** What the sentences of a case page are made of. */
import type { ApplicantState, BindingRequest } from '../../../../domain/binding/state.js';
import type { Language } from '../../http/answers/language.js';
import { taipeiTime } from './taipei-time.js';

export interface Spoken {
  readonly request: BindingRequest;
  /** Those that this reader may know of. */
  readonly applicants: readonly ApplicantState[];
  /** The applicant as this reader may see them. */
  readonly nameOf: (applicantId: string) => string;
  readonly language: Language;
}

/** The one of two wordings that the reader asked for. */
export function inLanguage(language: Language): (zh: string, en: string) => string {
  return (zh, en) => (language === 'en' ? en : zh);
}

/** ` 民國115年11月30日 23:59` with its prefix; empty if there is no such time. */
export function timed(before: string, instant: string | null | undefined, language: Language): string {
  return instant ? `${before}${taipeiTime(instant, language)}` : '';
}
