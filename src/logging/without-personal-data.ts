/**
 * The last check: no code logs these on purpose, but the text of a driver's error may quote one. Names cannot be known by
 * their form, which is why messages of unknown errors are never logged.
 */
const FORMS: readonly RegExp[] = [
  // 國民身分證 and 統一證號: a letter, a letter or digit, eight digits.
  /(?<![A-Za-z0-9])[A-Za-z][A-Da-d1289]\d{8}(?!\d)/g,
  /(?<!\d)(?:\+?886[- ]?|0)9\d{2}[- ]?\d{3}[- ]?\d{3}(?!\d)/g,
  /[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g,
];

export function withoutPersonalData(text: string): string {
  return FORMS.reduce((masked, form) => masked.replace(form, '[masked]'), text);
}
