/** Which language the pages speak. The only thing that the browser keeps of us. */
export type Language = 'zh-TW' | 'en';

const PLACE = 'language';
const listeners = new Set<() => void>();
let chosen: Language = remembered();
showToBrowser();

export const language = {
  current: (): Language => chosen,
  choose(next: Language): void {
    chosen = next;
    try {
      localStorage.setItem(PLACE, next);
    } catch {
      // A browser that keeps nothing still shows the language until the page is closed.
    }
    showToBrowser();
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function remembered(): Language {
  try {
    return localStorage.getItem(PLACE) === 'en' ? 'en' : 'zh-TW';
  } catch {
    return 'zh-TW';
  }
}

function showToBrowser(): void {
  document.documentElement.lang = chosen === 'en' ? 'en' : 'zh-Hant-TW';
}
