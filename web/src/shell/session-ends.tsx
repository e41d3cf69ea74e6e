/** Warns two minutes before a session ends; 繼續 is one request. */
import { useEffect, useState } from 'react';
import { BACKGROUND, answer, api, lastRequestAt } from '../api/client';
import type { Session } from '../api/shapes';
import { Dialog } from '../parts/dialog';
import { common } from '../words/common';
import { useWords } from '../words/words';

const WARN_MS = 2 * 60_000;
const LOOK_MS = 5_000;

export function SessionEnds({
  session,
  reread,
}: {
  readonly session: Session;
  readonly reread: () => Promise<Session | null>;
}) {
  const t = useWords(common);
  const [warning, setWarning] = useState<'idle' | 'for-good' | 'seen'>();
  const { endsAt, idleEndsAt } = session;

  useEffect(() => {
    if (!endsAt || !idleEndsAt) return;
    const readAt = Date.now();
    const idle = Date.parse(idleEndsAt) - readAt;
    let idleEnd = Date.parse(idleEndsAt);
    const timer = setInterval(() => {
      const now = Date.now();
      if (Date.parse(endsAt) - now < WARN_MS) setWarning((shown) => (shown === 'seen' ? shown : 'for-good'));
      else if (Math.max(idleEnd, lastRequestAt() + idle) - now < WARN_MS) {
        // Another tab may have kept the session alive; asking in the background does not.
        void answer(api.GET('/api/v1/session', { headers: BACKGROUND }))
          .then((fresh) => {
            idleEnd = Date.parse((fresh as Session).idleEndsAt ?? '') || 0;
            setWarning(idleEnd - Date.now() < WARN_MS ? 'idle' : undefined);
          })
          .catch(() => undefined);
      }
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [endsAt, idleEndsAt]);

  if (warning === undefined || warning === 'seen') return null;
  const goOn = (): void => {
    setWarning(warning === 'for-good' ? 'seen' : undefined);
    if (warning === 'idle') void reread().catch(() => undefined);
  };
  return (
    <Dialog title={t.sessionEnds} onClose={goOn}>
      <p>{warning === 'idle' ? t.sessionEndsText : t.sessionEndsForGood}</p>
      <div className="actions">
        <button type="button" className="button primary" onClick={goOn}>
          {t.goOn}
        </button>
      </div>
    </Dialog>
  );
}
