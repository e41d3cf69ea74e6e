/** What stands around each page: header with 登出 and roles, the page, the footer with the language. */
import { useState, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import type { RoleCode, Session } from '../api/shapes';
import { common } from '../words/common';
import { language, type Language } from '../words/language';
import { useLanguage, useWords } from '../words/words';
import { announce, Announcer } from './announcer';
import { Offline } from './offline';
import { deskOf, useSession } from './session';

export function Frame({ children }: { readonly children: ReactNode }) {
  const t = useWords(common);
  return (
    <>
      <a href="#main" className="skip-link" onClick={() => document.querySelector<HTMLElement>('#main')?.focus()}>
        {t.skip}
      </a>
      <Header />
      <Offline />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
      <Announcer />
    </>
  );
}

function Header() {
  const t = useWords(common);
  const { session } = useSession();
  return (
    <header className="header">
      <div className="header-inner">
        <Link to={session ? deskOf(session.role.code) : '/'} className="brand">
          <img src="/icon.svg" alt="" width="32" height="32" />
          <span>
            <strong>{t.product}</strong>
            <span className="city">{t.city}</span>
          </span>
        </Link>
        {session && <SignedInAs session={session} />}
      </div>
    </header>
  );
}

function SignedInAs({ session }: { readonly session: Session }) {
  const t = useWords(common);
  const { signOut } = useSession();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    try {
      // The page of somebody who has left must not stay behind Back.
      await navigate('/', { replace: true });
      await signOut();
    } catch (error) {
      announce(asProblem(error).title || t.noAnswer);
    }
  };
  return (
    <nav className="header-actions" aria-label={t.account}>
      {session.roles.length > 1 && <RoleSwitch session={session} />}
      <Link to="/sessions">{t.sessions}</Link>
      <button type="button" className="link-button" onClick={() => void leave()}>
        {t.signOut}
      </button>
    </nav>
  );
}

function RoleSwitch({ session }: { readonly session: Session }) {
  const t = useWords(common);
  const { changed } = useSession();
  const navigate = useNavigate();
  const [failed, setFailed] = useState('');
  const choose = async (role: RoleCode): Promise<void> => {
    try {
      const next = await answer(api.PUT('/api/v1/session/role', { body: { role } }));
      await navigate(deskOf(next.role.code), { replace: true });
      changed({ ...session, ...next });
      setFailed('');
    } catch (error) {
      setFailed(asProblem(error).title || t.noAnswer);
    }
  };
  return (
    <span className="role-switch">
      <label>
        <span className="visually-hidden">{t.switchRole}</span>
        <select value={session.role.code} onChange={(event) => void choose(event.currentTarget.value as RoleCode)}>
          {session.roles.map(({ code, label }) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {failed && <span role="alert">{failed}</span>}
    </span>
  );
}

function Footer() {
  const t = useWords(common);
  return (
    <footer className="footer">
      <div className="footer-inner">
        <nav aria-label={t.footer}>
          <Link to="/help">{t.help}</Link>
          <Link to="/privacy">{t.privacy}</Link>
          <Link to="/accessibility">{t.accessibility}</Link>
          <Link to="/site-map">{t.siteMap}</Link>
        </nav>
        <div className="languages" role="group" aria-label={t.chooseLanguage}>
          <LanguageButton of="zh-TW" lang="zh-Hant-TW">
            中文
          </LanguageButton>
          <span aria-hidden="true">|</span>
          <LanguageButton of="en" lang="en">
            English
          </LanguageButton>
        </div>
      </div>
    </footer>
  );
}

function LanguageButton({
  of,
  lang,
  children,
}: {
  readonly of: Language;
  readonly lang: string;
  readonly children: string;
}) {
  const current = useLanguage();
  return (
    <button type="button" lang={lang} aria-pressed={current === of} onClick={() => language.choose(of)}>
      {children}
    </button>
  );
}
