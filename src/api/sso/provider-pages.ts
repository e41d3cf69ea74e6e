/** What the provider's own endpoints show. */
import type { IncomingMessage } from 'node:http';
import type { ProviderPages, SignOutForm } from '../../people/sso/oidc-provider/provider-parts.js';
import type { Bilingual, Language } from '../http/answers/language.js';
import { html } from './html.js';
import { pageOf } from './layout.js';
import { pageLanguage } from './page-language.js';

export const PROVIDER_PAGES: ProviderPages = {
  error(request, { code }) {
    const language = pageLanguage(request);
    const expired = code === 'invalid_request' && isStep(request);
    return pageOf({
      language,
      heading: (expired ? EXPIRED : ERROR).heading[language],
      wrong: true,
      body: html`<p>${(expired ? EXPIRED : ERROR).cure[language]}</p>
        <p class="hint">${CODE[language]}<code>${code}</code></p>
        <a class="button second" href="/">${HOME[language]}</a>`,
    });
  },

  signOut(request, form) {
    const language = pageLanguage(request);
    return pageOf({ language, heading: SIGN_OUT.heading[language], body: signOutForm(language, form) });
  },

  signedOut(request) {
    const language = pageLanguage(request);
    return pageOf({
      language,
      heading: SIGNED_OUT.heading[language],
      body: html`<p>${SIGNED_OUT.says[language]}</p>
        <a class="button second" href="/">${HOME[language]}</a>`,
    });
  },

  otherPerson(request, { action, xsrf }) {
    const language = pageLanguage(request);
    return pageOf({
      language,
      heading: OTHER.heading[language],
      body: html`<p>${OTHER.says[language]}</p>
        <form class="card" method="post" action="${action}">
          <input type="hidden" name="xsrf" value="${xsrf}" />
          <button type="submit" name="logout" value="yes" autofocus>${OTHER.go[language]}</button>
        </form>
        <p class="way"><a href="/">${HOME[language]}</a></p>`,
    });
  },

  between(request, address) {
    const language = pageLanguage(request);
    return pageOf({
      language,
      heading: BETWEEN.heading[language],
      onTo: address,
      body: html`<p>${BETWEEN.says[language]}</p>
        <a class="button" href="${address}">${BETWEEN.go[language]}</a>`,
    });
  },
};

function signOutForm(language: Language, { action, xsrf, clientId }: SignOutForm) {
  return html`<p>${SIGN_OUT.says[language]}</p>
    <form class="card" method="post" action="${action}">
      <input type="hidden" name="xsrf" value="${xsrf}" />
      <button type="submit" name="logout" value="yes" autofocus>${SIGN_OUT.all[language]}</button>
      ${clientId === undefined ? null : html`<button class="second" type="submit">${SIGN_OUT.one[language]}</button>`}
    </form>
    <p class="way"><a href="/">${HOME[language]}</a></p>`;
}

/** A step that is over, or that another browser began. */
function isStep({ url = '' }: IncomingMessage): boolean {
  return /^\/(?:oidc\/)?(?:auth|sso)\/[^/]+/.test(url);
}

const HOME: Bilingual = { 'zh-TW': '回首頁', en: 'To the first page' };
const CODE: Bilingual = { 'zh-TW': '給系統人員的代碼：', en: 'Code for the service’s staff: ' };

const ERROR = {
  heading: { 'zh-TW': '無法處理這個要求', en: 'This request cannot be handled' },
  cure: {
    'zh-TW': '您要前往的服務送來的要求不正確。請回到該服務重新登入；若仍發生，請通知該服務的管理人員。',
    en: 'The service you come from has sent something that is not right. Go back to it and sign in again; if it happens again, tell its staff.',
  },
};

const EXPIRED = {
  heading: { 'zh-TW': '這個登入步驟已失效', en: 'This step of the sign-in is over' },
  cure: {
    'zh-TW': '步驟已逾時、已完成，或是從別的瀏覽器開始的。請回到您要使用的服務，重新登入。',
    en: 'It has taken too long, was finished before, or was begun in another browser. Go back to the service and sign in again.',
  },
};

const SIGN_OUT = {
  heading: { 'zh-TW': '確定要登出嗎？', en: 'Sign out?' },
  says: {
    'zh-TW': '全部登出後，您在本系統及以此帳號登入的各服務都會登出。',
    en: 'Signing out of everything ends your session here and at every service that you signed in to with this account.',
  },
  all: { 'zh-TW': '全部登出', en: 'Sign out of everything' },
  one: { 'zh-TW': '只登出這個服務', en: 'Sign out of this service only' },
};

const SIGNED_OUT = {
  heading: { 'zh-TW': '已登出', en: 'Signed out' },
  says: {
    'zh-TW': '您已登出。若使用公用電腦，請關閉瀏覽器。',
    en: 'You are signed out. At a computer that others use, close the browser.',
  },
};

const OTHER = {
  heading: { 'zh-TW': '這個瀏覽器已由另一個帳號登入', en: 'Somebody else is signed in at this browser' },
  says: {
    'zh-TW': '要以您剛才輸入的帳號繼續，必須先登出原來的帳號。',
    en: 'To go on with the account that you have just entered, the other one must be signed out first.',
  },
  go: { 'zh-TW': '登出原帳號並繼續', en: 'Sign the other one out and go on' },
};

const BETWEEN = {
  heading: { 'zh-TW': '正在前往服務', en: 'Going on to the service' },
  says: { 'zh-TW': '若未自動前往，請按「繼續」。', en: 'If nothing happens, press “Go on”.' },
  go: { 'zh-TW': '繼續', en: 'Go on' },
};
