import type { Bilingual } from '../../answers/language.js';

/** What a code means for its reader and how to cure it. */
export interface ProblemText {
  readonly status: number;
  readonly title: Bilingual;
  readonly meaning: Bilingual;
  readonly cure: Bilingual;
}

export const text = (zh: string, en: string): Bilingual => ({ 'zh-TW': zh, en });

export const AGAIN = text(
  '請稍候再試一次；以同一個 Idempotency-Key 重送不會重複辦理。',
  'Try again in a moment; sending it again with the same Idempotency-Key does nothing twice.',
);
