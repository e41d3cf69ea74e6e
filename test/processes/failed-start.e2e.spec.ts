import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/processes/free-port.js';
import { PROGRAM } from '../support/whole-system.js';

/** A fault campaign found a role that had failed to start while the database was away, and that nobody started again: it had not ended. */
describe('a role that cannot start', () => {
  it.each(['api', 'worker', 'projector'])(
    'ends, so that its supervisor starts it again: %s',
    async (role) => {
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
          PORT: '0',
        },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let said = '';
      child.stderr?.on('data', (text: Buffer) => (said += String(text)));
      try {
        const [code] = (await once(child, 'exit', { signal: AbortSignal.timeout(15_000) })) as [number | null];
        expect(code).toBe(1);
        expect(said).toContain('the event log cannot be reached');
      } finally {
        child.kill('SIGKILL');
      }
    },
    20_000,
  );
});

function key(): string {
  return randomBytes(32).toString('base64');
}
