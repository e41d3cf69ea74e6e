/** What a service is told, in plain words: on the page that asks, and in the list of what was allowed. */
import type { Bilingual } from '../../../../domain/binding/refusals.js';
import type { ASKED_SCOPES } from './scopes.js';

export type AskedScope = (typeof ASKED_SCOPES)[number];

export const PASSED_ON: Readonly<Record<AskedScope, Bilingual>> = {
  email: { 'zh-TW': '您的電子郵件', en: 'your e-mail address' },
  profile: {
    'zh-TW': '您的姓氏（例如：王OO）及使用語言',
    en: 'the first character of your name (as 王OO) and your language',
  },
  children: {
    'zh-TW': '您子女的學校、班級、與您的關係及綁定日期（不含姓名、學號及身分證統一編號）',
    en: 'your children’s school, class, relation to you and since when they are linked (no name, student number or ID number)',
  },
};
