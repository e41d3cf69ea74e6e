/** The secrets of a first `docker compose up`: made once into a folder (a volume there), never changed afterwards. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Who else may read one: only the application its own; the image of PostgreSQL and of Temporal run as users of their own. */
const OWNER_ONLY = 0o400;
const EVERY_USER = 0o444;

const KEYS = ['master-key', 'index-key', 'sso-pepper'] as const;

/**
 * Makes what is missing:
 *
 *   application/{master-key,index-key,sso-pepper}  32 random bytes each, in base64
 *   application/oidc-cookie-keys                   two of them, with a comma
 *   application/database-url                       `databaseUrl` with the password put in
 *   database/password · temporal/password          letters and digits
 *
 * @param databaseUrl postgres://user@host:port/database
 * @returns the files that were made now
 */
export function makeSecrets(folder: string, databaseUrl: string): readonly string[] {
  const made: string[] = [];
  const once = (file: string, mode: number, content: () => string) => {
    const path = join(folder, file);
    if (existsSync(path)) return;
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.tmp`;
    writeFileSync(unfinished, content(), { mode });
    renameSync(unfinished, path);
    made.push(file);
  };
  for (const key of KEYS) once(`application/${key}`, OWNER_ONLY, () => randomBytes(32).toString('base64'));
  once('application/oidc-cookie-keys', OWNER_ONLY, () =>
    [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64')).join(','),
  );
  once('temporal/password', EVERY_USER, password);
  once('database/password', EVERY_USER, password);
  once('application/database-url', OWNER_ONLY, () =>
    withPassword(databaseUrl, readFileSync(join(folder, 'database', 'password'), 'utf8')),
  );
  return made;
}

/** Hexadecimal, because it becomes part of an address. */
function password(): string {
  return randomBytes(24).toString('hex');
}

function withPassword(databaseUrl: string, secret: string): string {
  const url = new URL(databaseUrl);
  url.password = secret;
  return url.href;
}
