/** A text in the languages of the product. */
export interface Bilingual {
  readonly 'zh-TW': string;
  readonly en: string;
}

/** Why a rule says no: 422 where the content is wrong whatever the state, 409 where the state does not allow it, 412 where the sender set a condition, 429 where it is too much for today. */
export interface Refusal {
  readonly status: 404 | 409 | 412 | 422 | 429;
  readonly title: Bilingual;
  readonly meaning: Bilingual;
  /** What to do next. */
  readonly cure: Bilingual;
}
