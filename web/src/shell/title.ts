/** The page's title: 「錯誤：」 before it while a form is refused. */
import { useEffect, useSyncExternalStore } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';

let wrong = 0;
const watchers = new Set<() => void>();

export function useErrorTitle(isWrong: boolean): void {
  useEffect(() => {
    if (!isWrong) return;
    count(1);
    return () => count(-1);
  }, [isWrong]);
}

export function useDocumentTitle(title: string): void {
  const t = useWords(common);
  const isWrong = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => wrong > 0,
  );
  useEffect(() => {
    document.title = `${isWrong ? t.errorPrefix : ''}${title} · ${t.product}`;
  }, [title, isWrong, t]);
}

function count(by: number): void {
  wrong += by;
  for (const watcher of watchers) watcher();
}
