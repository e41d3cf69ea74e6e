/** What the service is started with. It is another office's program: it gets its own few values, and none of the product's keys. */
import { readFileSync } from 'node:fs';

export interface Settings {
  /** Of the single sign-on. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly port: number;
  /** Where it is reached, without a slash at the end. */
  readonly origin: string;
}

export const SCHOOL_FEES = 'school-fees';

/** @throws Error naming what is missing */
export function settingsOf(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env['SCHOOL_FEES_PORT'] || 3001);
  return {
    issuer: required(env, 'SCHOOL_FEES_ISSUER'),
    clientId: env['SCHOOL_FEES_CLIENT_ID'] || SCHOOL_FEES,
    clientSecret: env['SCHOOL_FEES_SECRET'] || readFileSync(required(env, 'SCHOOL_FEES_SECRET_FILE'), 'utf8').trim(),
    port,
    origin: `http://127.0.0.1:${port}`,
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
}
