/** The one status region: what changed is said once, also to those who do not see it. */
import { useSyncExternalStore } from 'react';

let text = '';
const watchers = new Set<() => void>();

export function announce(what: string): void {
  say('');
  // A region that gets the same text again says nothing; emptied in between it does.
  setTimeout(() => say(what), 60);
}

function say(what: string): void {
  text = what;
  for (const watcher of watchers) watcher();
}

export function Announcer() {
  const said = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => text,
  );
  return (
    <div role="status" className="visually-hidden" data-announcer>
      {said}
    </div>
  );
}
