import type { Language } from '../http/answers/language.js';
import { html, type Html } from './html.js';
import { pageOf } from './layout.js';

export interface SignInPage {
  readonly language: Language;
  /** Where the form goes to. */
  readonly action: string;
  /** Back to the service without signing in. */
  readonly back: string;
  /** Its name in the language of the page. */
  readonly service: string;
  /** As typed before, or as the service says it. */
  readonly email: string;
  /** The last try did not succeed. One text for every reason. */
  readonly failed: boolean;
  readonly inLanguage: (language: Language) => string;
}

const WORDS = {
  'zh-TW': {
    heading: '登入',
    lead: (service: string) => `登入後將回到「${service}」。`,
    email: '電子郵件',
    emailHint: '申辦親子帳號時所填的電子郵件',
    password: '密碼',
    go: '登入',
    back: (service: string) => `不登入，回到「${service}」`,
    failed: '無法登入',
    why: '請檢查電子郵件與密碼後再試一次。',
    renew: '若仍無法登入，請以學生的家長帳號登入本系統，在「案件進度」查看帳號狀態；第一次登入密碼可在該頁重新發給。',
  },
  en: {
    heading: 'Sign in',
    lead: (service: string) => `After signing in you go back to “${service}”.`,
    email: 'E-mail',
    emailHint: 'The address you gave when you applied for the parent account',
    password: 'Password',
    go: 'Sign in',
    back: (service: string) => `Do not sign in, go back to “${service}”`,
    failed: 'You could not be signed in',
    why: 'Check the e-mail and the password, then try again.',
    renew:
      'If it still does not work, sign in here with the pupil’s parent login: the page of your case says how the account is, and issues the first password again.',
  },
} as const;

export function signInPage(page: SignInPage): string {
  const words = WORDS[page.language];
  return pageOf({
    language: page.language,
    heading: words.heading,
    wrong: page.failed,
    inLanguage: page.inLanguage,
    body: html`${page.failed ? failure(page.language) : null}
      <p>${words.lead(page.service)}</p>
      <form class="card" method="post" action="${page.action}">
        <label for="email">${words.email}</label>
        <p class="hint" id="email-hint">${words.emailHint}</p>
        <input
          id="email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="username"
          required
          maxlength="254"
          aria-describedby="email-hint"
          value="${page.email}"
        />
        <label for="password">${words.password}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256" />
        <button type="submit">${words.go}</button>
      </form>
      <p class="way"><a href="${page.back}">${words.back(page.service)}</a></p>`,
  });
}

function failure(language: Language): Html {
  const { failed, why, renew } = WORDS[language];
  return html`<div class="errors" role="alert" tabindex="-1" autofocus>
    <h2>${failed}</h2>
    <p><a href="#email">${why}</a></p>
    <p>${renew}</p>
  </div>`;
}
