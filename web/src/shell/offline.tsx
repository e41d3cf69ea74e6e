import { useEffect, useRef, useSyncExternalStore } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { announce } from './announcer';

/** A line below the header while the browser has no network. */
export function Offline() {
  const t = useWords(common);
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  const was = useRef(true);
  useEffect(() => {
    if (online && !was.current) announce(t.onlineAgain);
    was.current = online;
  }, [online, t]);
  return (
    <div role="status" className="offline-line">
      {!online && <p>{t.offline}</p>}
    </div>
  );
}

function subscribe(heard: () => void): () => void {
  window.addEventListener('online', heard);
  window.addEventListener('offline', heard);
  return () => {
    window.removeEventListener('online', heard);
    window.removeEventListener('offline', heard);
  };
}
