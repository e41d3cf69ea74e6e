import { html, textOf, type Html } from '../../api/sso/html.js';
import type { Child, Person } from './sign-on.js';

export type Language = 'zh-TW' | 'en';

const WORDS = {
  'zh-TW': {
    service: '校園繳費',
    demo: '示範服務：項目與金額皆為虛構，不會真的扣款。',
    welcome: '校園繳費',
    lead: '以親子帳號登入，查看孩子的繳費單。',
    signIn: '以親子帳號登入',
    signOut: '登出',
    hello: (name: string) => `${name}，您好`,
    someone: '家長',
    children: '我的孩子',
    noChild: '目前沒有與此帳號綁定的孩子。',
    child: (child: Child) => `學校 ${child.schoolId} ${child.classId} 班`,
    bill: '繳費單',
    item: '項目',
    amount: '金額（元）',
    total: '合計',
    items: ['午餐費', '教科書費', '家長會費'],
    onTo: '正在前往登出',
    goOn: '繼續',
    wrong: '登入未完成',
    why: '您未完成登入，或登入已逾時。請再試一次。',
    away: '登入系統暫時無法使用，請稍後再試。',
    signedOut: '您已登出。',
    other: 'English',
    skip: '跳到主要內容',
  },
  en: {
    service: 'School fees',
    demo: 'A service to try with: items and amounts are made up, nothing is charged.',
    welcome: 'School fees',
    lead: 'Sign in with your parent account to see your children’s bills.',
    signIn: 'Sign in with the parent account',
    signOut: 'Sign out',
    hello: (name: string) => `Hello, ${name}`,
    someone: 'parent',
    children: 'My children',
    noChild: 'No child is linked to this account at present.',
    child: (child: Child) => `School ${child.schoolId}, class ${child.classId}`,
    bill: 'Bill',
    item: 'Item',
    amount: 'Amount (NT$)',
    total: 'Total',
    items: ['Lunches', 'Textbooks', 'Parents’ association'],
    onTo: 'Going on to sign out',
    goOn: 'Go on',
    wrong: 'You are not signed in yet',
    why: 'The sign-in was not finished, or took too long. Please try again.',
    away: 'Signing in is not possible at the moment. Please try again later.',
    signedOut: 'You are signed out.',
    other: '中文',
    skip: 'Skip to the content',
  },
} as const;

const AMOUNTS = [1_240, 865, 100] as const;

export function welcomePage(language: Language, signedOut: boolean): string {
  const words = WORDS[language];
  return page(
    language,
    words.welcome,
    html`${signedOut ? html`<p role="status">${words.signedOut}</p>` : null}
      <p>${words.lead}</p>
      <a class="button" href="/sign-in">${words.signIn}</a>`,
  );
}

export function billsPage(language: Language, { name, children }: Person): string {
  const words = WORDS[language];
  return page(
    language,
    words.hello(name ?? words.someone),
    html`<h2>${words.children}</h2>
      ${children.length === 0 ? html`<p>${words.noChild}</p>` : children.map((child) => bill(language, child))}
      <form method="post" action="/sign-out"><button class="second" type="submit">${words.signOut}</button></form>`,
  );
}

export function failedPage(language: Language, away: boolean): string {
  const words = WORDS[language];
  return page(
    language,
    words.wrong,
    html`<p role="alert">${away ? words.away : words.why}</p>
      <a class="button" href="/sign-in">${words.signIn}</a>`,
  );
}

/** A form's answer must not redirect to another origin: a browser applies form-action to the whole chain. */
export function onToPage(language: Language, address: string): string {
  const words = WORDS[language];
  return page(language, words.onTo, html`<a class="button" href="${address}">${words.goOn}</a>`, address);
}

function bill(language: Language, child: Child): Html {
  const words = WORDS[language];
  const rows = words.items.map(
    (item, at) =>
      html`<tr>
        <td>${item}</td>
        <td class="sum">${(AMOUNTS[at] ?? 0).toLocaleString('en')}</td>
      </tr>`,
  );
  const total = AMOUNTS.reduce((sum, amount) => sum + amount, 0).toLocaleString('en');
  return html`<section class="card">
    <table>
      <caption>
        ${words.child(child)}：${words.bill}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.item}</th>
          <th scope="col">${words.amount}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
        <tr>
          <th scope="row">${words.total}</th>
          <td class="sum">${total}</td>
        </tr>
      </tbody>
    </table>
  </section>`;
}

function page(language: Language, heading: string, body: Html, onTo?: string): string {
  const words = WORDS[language];
  const other = language === 'en' ? 'zh-TW' : 'en';
  return textOf(
    html`<!doctype html>
      <html lang="${language === 'en' ? 'en' : 'zh-Hant-TW'}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          ${onTo === undefined ? null : html`<meta http-equiv="refresh" content="0;url=${onTo}" />`}
          <title>${heading === words.service ? words.service : `${heading} · ${words.service}`}</title>
          <link rel="stylesheet" href="/look.css" />
        </head>
        <body>
          <a class="skip" href="#main">${words.skip}</a>
          <header>
            <div><strong>${words.service}</strong></div>
          </header>
          <main id="main">
            <h1>${heading}</h1>
            ${body}
          </main>
          <footer>
            <p>${words.demo}</p>
            <a href="/?lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a>
          </footer>
        </body>
      </html> `,
  );
}
