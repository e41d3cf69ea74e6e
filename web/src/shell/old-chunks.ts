/**
 * A tab of yesterday asks for a part of the page that a new release has taken away: it reloads once. The mark keeps a part that is
 * really missing from reloading for ever.
 */
const MARK = 'reloaded-for-old-chunk';
const AGAIN_AFTER_MS = 60_000;

export function reloadOnceForOldChunks(): void {
  window.addEventListener('vite:preloadError', (event) => {
    try {
      const before = Number(sessionStorage.getItem(MARK) ?? 0);
      if (Date.now() - before < AGAIN_AFTER_MS) return;
      sessionStorage.setItem(MARK, String(Date.now()));
    } catch {
      return;
    }
    event.preventDefault();
    window.location.reload();
  });
}
