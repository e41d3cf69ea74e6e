/** ALTCHA's proof of work, in workers so that the page stays alive. Loaded only when somebody asks for it. */
import type { AwaitedCaptcha } from '../api/awaited';

const MOST_WORKERS = 4;

/**
 * @returns base64 of {challenge, solution}, as POST /session takes it
 * @throws where the browser has no crypto.subtle (plain http) or gave up
 */
export async function solve(alternative: AwaitedCaptcha['alternative']): Promise<string> {
  if (!('subtle' in crypto) || crypto.subtle === undefined) throw new Error('no crypto.subtle');
  const { solveChallengeWorkers } = await import('altcha-lib');
  const challenge = alternative as unknown as Parameters<typeof solveChallengeWorkers>[0]['challenge'];
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS),
    createWorker: () => new Worker(new URL('./proof-of-work.worker.ts', import.meta.url), { type: 'module' }),
    timeout: 120_000,
  });
  if (!solution) throw new Error('not solved');
  return btoa(JSON.stringify({ challenge, solution }));
}
