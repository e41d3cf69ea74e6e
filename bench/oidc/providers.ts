/** Two providers of one configuration, each with people who are signed in; both answer from one process of their own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { engineFolder } from '../engine-folder.js';

export interface Measured {
  readonly perSecond: number;
}

/** Somebody who is signed in at a provider. */
export interface Visitor {
  readonly cookie: string;
  refreshToken: string;
}

export interface Side {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly visitors: readonly Visitor[];
}

export interface Providers {
  readonly ours: Side;
  readonly memory: Side;
  stop(): Promise<void>;
}

export async function startProviders(): Promise<Providers> {
  const engines = engineFolder();
  const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [await engines.startPostgres()], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const stop = async () => {
    if (child.connected) child.disconnect();
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await engines.end();
  };
  try {
    const [sides] = (await once(child, 'message', { signal: AbortSignal.timeout(60_000) })) as [
      Omit<Providers, 'stop'>,
    ];
    return { ...sides, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
