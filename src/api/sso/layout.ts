import type { Language } from '../http/answers/language.js';
import { html, textOf, type Html } from './html.js';

export interface Page {
  readonly language: Language;
  /** The h1, and the first words of the title. */
  readonly heading: string;
  readonly body: Html;
  /** The page says that something must be mended. */
  readonly wrong?: boolean;
  /** Goes on to this address by itself, at once. */
  readonly onTo?: string;
  /** The same page in the other language; absent: it cannot be shown again. */
  readonly inLanguage?: (language: Language) => string;
}

const PRODUCT = { 'zh-TW': '親子帳號綁定', en: 'Parent account' } as const;
const SKIP = { 'zh-TW': '跳到主要內容', en: 'Skip to the content' } as const;
const WRONG = { 'zh-TW': '錯誤：', en: 'Error: ' } as const;
export const LOOK_ADDRESS = '/sso/look.css';

/** A whole page, as it is sent. */
export function pageOf({ language, heading, body, wrong = false, onTo, inLanguage }: Page): string {
  const title = `${wrong ? WRONG[language] : ''}${heading} · ${PRODUCT[language]}`;
  const page = html`<!doctype html>
    <html lang="${language === 'en' ? 'en' : 'zh-Hant-TW'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${onTo === undefined ? null : html`<meta http-equiv="refresh" content="0;url=${onTo}" />`}
        <title>${title}</title>
        <link rel="stylesheet" href="${LOOK_ADDRESS}" />
      </head>
      <body>
        <a class="skip" href="#main">${SKIP[language]}</a>
        <header>
          <div>${LOGO}<strong>${PRODUCT[language]}</strong></div>
        </header>
        <main id="main">
          <h1>${heading}</h1>
          ${body}
        </main>
        <footer>${inLanguage ? languages(language, inLanguage) : null}</footer>
      </body>
    </html> `;
  return textOf(page);
}

function languages(language: Language, inLanguage: (language: Language) => string): Html {
  const named = [
    ['zh-TW', '中文', 'zh-Hant-TW'],
    ['en', 'English', 'en'],
  ] as const;
  const links = named.map(([code, name, lang]) =>
    code === language
      ? html`<a href="${inLanguage(code)}" lang="${lang}" aria-current="true">${name}</a> `
      : html`<a href="${inLanguage(code)}" lang="${lang}" hreflang="${lang}">${name}</a> `,
  );
  return html`<nav aria-label="${language === 'en' ? 'Language' : '語言'}">${links}</nav>`;
}

const LOGO = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <rect width="32" height="32" rx="7" fill="#115c54" />
  <circle cx="13" cy="11" r="4.5" fill="#fff" />
  <path d="M4.5 25c0-5 3.6-8 8.5-8s8.5 3 8.5 8z" fill="#fff" />
  <circle cx="22" cy="15.5" r="3.3" fill="#f2b632" />
  <path d="M16.5 25c0-3.6 2.4-5.6 5.5-5.6s5.5 2 5.5 5.6z" fill="#f2b632" />
</svg>`;
