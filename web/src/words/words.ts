/**
 * The catalogue. Each feature has a `words.ts` with `export const words = catalogue({ … }, { … })`: Chinese first, which is the
 * type, then English, which does not compile with a key missing. A value is a text, or a function from values to a text.
 */
import { useSyncExternalStore } from 'react';
import { language, type Language } from './language';

type Spoken<Value> = Value extends string
  ? string
  : Value extends (...values: infer Values) => unknown
    ? (...values: Values) => string
    : Value extends readonly (infer One)[]
      ? readonly Spoken<One>[]
      : { readonly [Key in keyof Value]: Spoken<Value[Key]> };

export interface Catalogue<Words> {
  readonly 'zh-TW': Words;
  readonly en: Spoken<Words>;
}

export function catalogue<const Words>(zhTW: Words, en: Spoken<Words>): Catalogue<Words> {
  return { 'zh-TW': zhTW, en };
}

export function useLanguage(): Language {
  return useSyncExternalStore(language.subscribe, language.current);
}

export function useWords<Words>(words: Catalogue<Words>): Spoken<Words> {
  return words[useLanguage()] as Spoken<Words>;
}
