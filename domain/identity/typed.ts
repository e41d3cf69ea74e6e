/** What people type, made even: full-width letters and digits become plain ones, marks that cannot be seen go away. */
export function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200F\u2060\uFEFF\u00AD]/gu, '')
    .trim();
}

/** As `plain`, and without the blanks and hyphens that people group digits with. */
export function compact(typed: string): string {
  return plain(typed).replaceAll(/[\s\-\u2010-\u2015\u2212]/gu, '');
}
