import { randomBytes } from 'node:crypto';

/** The environment of a system with this database; nothing answers where its Temporal should be. */
export function configured(databaseUrl: string): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    MASTER_KEY: randomKey(),
    INDEX_KEY: randomKey(),
    SSO_PEPPER: randomKey(),
    EMBEDDED: 'on',
  };
}

function randomKey(): string {
  return randomBytes(32).toString('base64');
}
