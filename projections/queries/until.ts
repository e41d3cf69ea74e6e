import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 50;

/** Asks again with growing pauses until there is an answer. @returns null when there is none within `timeoutMs`. */
export async function until<T>(timeoutMs: number, ask: () => Promise<T | null>): Promise<T | null> {
  const end = performance.now() + timeoutMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    const left = end - performance.now();
    if (answer !== null || left <= 0) return answer;
    await pause(Math.min(wait, left));
  }
}
