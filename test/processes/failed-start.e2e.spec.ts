import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/processes/free-port.js';
import { startEventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { PROGRAM } from '../support/whole-system.js';

/** A busy machine takes long to load the build. */
const LONGEST_MS = 60_000;
const ROLES = ['api', 'worker', 'projector'];
const DENIED = [
  [
    'wrong-password',
    'the event store denies access: it does not know the user, or the password is wrong (EVENTSTOREDB_URL)',
  ],
  ['no-right-to-append', 'the event store denies access: the user may not append to streams (EVENTSTOREDB_URL)'],
  ['no-right-to-read-streams', 'the event store denies access: the user may not read streams (EVENTSTOREDB_URL)'],
  ['no-right-to-read-all', 'the event store denies access: the user may not read $all (EVENTSTOREDB_URL)'],
] as const;

/** A fault campaign found a role that had failed to start while the database was away, and that nobody started again: it had not ended. */
describe('a role that cannot start', () => {
  it.each(ROLES)(
    'ends, so that its supervisor starts it again: %s',
    async (role) => {
      const { code, said } = await endOf(role, {});
      expect(code).toBe(1);
      expect(said).toContain('the event log cannot be reached');
    },
    LONGEST_MS + 5_000,
  );

  it(
    'ends with one line where the event store denies access, which says what is wrong',
    async () => {
      const double = await startEventStoreDbDouble();
      try {
        for (const [i, [fault, line]] of DENIED.entries()) {
          await double.suffer(fault);
          const { code, said } = await endOf(ROLES[i % ROLES.length]!, { EVENTSTOREDB_URL: double.url });
          expect({ fault, code, said }).toEqual({ fault, code: 1, said: `${line}\n` });
        }
      } finally {
        await double.stop();
      }
    },
    DENIED.length * LONGEST_MS + 5_000,
  );
});

async function endOf(role: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string }> {
  const nobody = `127.0.0.1:${await freePort()}`;
  const child = fork(PROGRAM, [role], {
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      DATABASE_URL: `postgres://nobody:nothing@${nobody}/none`,
      TEMPORAL_ADDRESS: nobody,
      MASTER_KEY: key(),
      INDEX_KEY: key(),
      SSO_PEPPER: key(),
      EMBEDDED: 'on',
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said += String(text)));
  try {
    const [code] = (await once(child, 'close', { signal: AbortSignal.timeout(LONGEST_MS) })) as [number | null];
    // The OpenID library warns of Node 20 when it is loaded.
    return { code, said: said.replaceAll(/^oidc-provider WARNING: .*\n/gm, '') };
  } finally {
    child.kill('SIGKILL');
  }
}

function key(): string {
  return randomBytes(32).toString('base64');
}
