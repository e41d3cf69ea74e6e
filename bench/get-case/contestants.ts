import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineFolder } from '../engine-folder.js';
import type { Reading } from './load.js';
import { startOurApi } from './our-api.js';

const here = dirname(fileURLToPath(import.meta.url));
const TYPESCRIPT = join(here, '..', '..', 'test', 'support', 'typescript.mjs');

export interface Contestants {
  readonly readings: Readonly<Record<'bare' | 'parent' | 'teacher', Reading>>;
  /** Of an answer, in bytes. */
  readonly size: number;
  stop(): Promise<void>;
}

/** The bare application answers what the API answers the first of the parents. */
export async function startContestants(say: (line: string) => void): Promise<Contestants> {
  const engines = engineFolder();
  const ends: (() => Promise<unknown>)[] = [engines.end];
  const stop = async () => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const { parents, teacher, ...api } = await startOurApi(engines, say);
    ends.push(api.stop);
    const answer = await askOnce(parents);
    const bare = await startBare(answer);
    ends.push(bare.stop);
    return {
      readings: { bare: { ...parents, ...bare.reading }, parent: parents, teacher },
      size: Buffer.byteLength(answer),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function askOnce({ url, readers: [reader] }: Reading): Promise<string> {
  const response = await fetch(`${url}${reader?.path}`, { headers: { ...reader?.headers } });
  if (!response.ok) throw new Error(`the case answered ${response.status}`);
  return response.text();
}

async function startBare(
  answer: string,
): Promise<{ reading: Pick<Reading, 'url' | 'processes'>; stop(): Promise<void> }> {
  const bare = fork(join(here, 'bare.ts'), [answer], { execArgv: ['--import', TYPESCRIPT] });
  const [message] = (await Promise.race([once(bare, 'message'), once(bare, 'exit')])) as [unknown];
  if (typeof message !== 'object') throw new Error('the bare application did not start');
  const { url } = message as { url: string };
  return {
    reading: { url, processes: () => Promise.resolve({ nest: [bare.pid ?? 0] }) },
    async stop() {
      const exit = once(bare, 'exit');
      bare.disconnect();
      await exit;
    },
  };
}
