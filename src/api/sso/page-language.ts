/** The language of a page without script: the link that was pressed, else what it left behind, else what the browser asks for. */
import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import { LANGUAGES, languageOf, type Language } from '../http/answers/language.js';

export const LANGUAGE_COOKIE = 'sso_language';

/** @param wanted by the service that sends the person here (`ui_locales`), languages with spaces between them */
export function pageLanguage(request: IncomingMessage, wanted = ''): Language {
  const kept = parseCookie(request.headers.cookie ?? '')[LANGUAGE_COOKIE];
  const [first = ''] = wanted.split(' ');
  const asked = /^en\b/i.test(first) ? 'en' : /^zh\b/i.test(first) ? 'zh-TW' : undefined;
  return languageAsked(request) ?? known(kept) ?? asked ?? languageOf(request as Request);
}

/** By a link of ours; undefined where none was pressed. */
export function languageAsked({ url = '' }: IncomingMessage): Language | undefined {
  return known(URL.parse(url, 'http://any')?.searchParams.get('lang') ?? undefined);
}

function known(text: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}
