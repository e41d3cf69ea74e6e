import { PASSED_ON, type AskedScope } from '../../people/sso/oidc-provider/passed-on.js';
import type { Language } from '../http/answers/language.js';
import { html } from './html.js';
import { pageOf } from './layout.js';

export interface ConsentPage {
  readonly language: Language;
  readonly action: string;
  readonly service: string;
  readonly purpose: string;
  /** What is asked for; those of `openid` are never asked. */
  readonly scopes: readonly AskedScope[];
  readonly inLanguage: (language: Language) => string;
}

const WORDS = {
  'zh-TW': {
    heading: (service: string) => `「${service}」將取得您的資料`,
    purpose: '用途',
    what: '同意後，此服務將取得：',
    always: '只對此服務有效的代碼，讓它下次認得您',
    untick: '不願提供的項目，請取消勾選。',
    never: '不會提供：身分證統一編號、手機號碼、完整姓名及您的密碼。您可隨時在「我的帳號」的「可用服務」收回同意。',
    allow: '同意並繼續',
    refuse: '不同意',
  },
  en: {
    heading: (service: string) => `“${service}” will receive data about you`,
    purpose: 'What for',
    what: 'If you agree, this service receives:',
    always: 'a code that is for this service only, by which it knows you next time',
    untick: 'Untick what you do not want to pass on.',
    never:
      'Never passed on: your ID number, mobile number, full name and password. You can take your consent back at any time under “My account”, “Services”.',
    allow: 'Agree and go on',
    refuse: 'Refuse',
  },
} as const;

export function consentPage({ language, action, service, purpose, scopes, inLanguage }: ConsentPage): string {
  const words = WORDS[language];
  const boxes = scopes.map(
    (scope) =>
      html`<label class="choice"
        ><input type="checkbox" name="scope" value="${scope}" checked /><span
          >${PASSED_ON[scope][language]}</span
        ></label
      >`,
  );
  return pageOf({
    language,
    heading: words.heading(service),
    inLanguage,
    body: html`<dl>
        <dt>${words.purpose}</dt>
        <dd>${purpose}</dd>
      </dl>
      <form class="card" method="post" action="${action}">
        <p>${words.what}</p>
        <ul>
          <li>${words.always}</li>
        </ul>
        ${boxes} ${boxes.length > 0 ? html`<p class="hint">${words.untick}</p>` : null}
        <p class="hint">${words.never}</p>
        <button type="submit" name="answer" value="allow">${words.allow}</button>
        <button class="second" type="submit" name="answer" value="refuse">${words.refuse}</button>
      </form>`,
  });
}
