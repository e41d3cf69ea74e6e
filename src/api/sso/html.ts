/** Pages as typed templates: whatever is put into one is escaped, but for what is a page's own part already. */
const SAFE: unique symbol = Symbol('safe');

/** HTML that was made here; no text of anybody else's can pass for it. */
export interface Html {
  readonly [SAFE]: string;
}

export type Part = Html | string | number | null | undefined | readonly Html[];

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { [SAFE]: texts.map((text, at) => text + (at < parts.length ? written(parts[at]) : '')).join('') };
}

export function textOf(page: Html): string {
  return page[SAFE];
}

function written(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return SAFE in part ? part[SAFE] : part.map((one) => one[SAFE]).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
