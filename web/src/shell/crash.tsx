/** A fault of the page reaches the screen: nothing stays white. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { common } from '../words/common';
import { language } from '../words/language';

export class Crash extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    const t = common[language.current()];
    return (
      <main className="page" id="main">
        <h1>{t.wrong}</h1>
        <p>{t.wrongText}</p>
        <p>
          <button type="button" className="button primary" onClick={() => window.location.reload()}>
            {t.reload}
          </button>
        </p>
      </main>
    );
  }
}
