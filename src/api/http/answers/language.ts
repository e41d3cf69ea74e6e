import type { Request } from 'express';
import type { Bilingual } from '../../../../domain/binding/refusals.js';

/** The languages of screens and messages; the first is the default. */
export const LANGUAGES = ['zh-TW', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type { Bilingual };

/** A coded field as every answer shows it. */
export interface Labelled<Code extends string = string> {
  readonly code: Code;
  readonly label: string;
}

/** The language the reader asked for by Accept-Language; Chinese unless English is preferred. */
export function languageOf(request: Request): Language {
  const known = languages.get(request);
  if (known) return known;
  const language = request.acceptsLanguages('zh-TW', 'zh', 'en') === 'en' ? 'en' : 'zh-TW';
  languages.set(request, language);
  return language;
}

/** Every answer asks twice: for its header, and for its words. */
const languages = new WeakMap<Request, Language>();

export function labelled<Code extends string>(
  code: Code,
  labels: Readonly<Record<Code, Bilingual>>,
  language: Language,
): Labelled<Code> {
  return { code, label: labels[code][language] };
}
