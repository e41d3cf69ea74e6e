/** 校園繳費 beside the product: a process with a few values of its own, and none of the product's keys. */
import { join } from 'node:path';
import { openDatabase } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import { publicUrlOf } from '../../config/public-url.js';
import { registerSchoolFees, SCHOOL_FEES } from '../../people/sso/oidc-provider/school-fees-client.js';
import { isPortFree } from '../../processes/free-port.js';
import type { DataDirectory } from './data-directory.js';
import { KeptRole } from './kept-role.js';
import { keptSecret } from './secrets.js';

/** Of the environment only what any program needs. */
const PASSED_ON = ['PATH', 'HOME', 'NODE_EXTRA_CA_CERTS'] as const;

/** Registers the service and starts it. @returns undefined, and says why, where it does not start: the product goes on without */
export async function startSchoolFees(
  config: Config,
  directory: DataDirectory,
  projectRoot: string,
  say: (line: string) => void,
): Promise<KeptRole | undefined> {
  const port = config.schoolFeesPort;
  const secret = keptSecret(directory.file('secrets'), 'school-fees-client');
  const db = openDatabase(config.databaseUrl, { max: 1, applicationName: 'school-fees' });
  try {
    await registerSchoolFees(db, port, secret.value);
  } finally {
    await db.close();
  }
  if (!(await isPortFree(port))) {
    say(`校園繳費: left out, port ${port} is taken (SCHOOL_FEES_PORT)`);
    return undefined;
  }
  const kept = new KeptRole({
    role: SCHOOL_FEES,
    program: join(projectRoot, 'dist', 'src', 'tools', 'school-fees', 'main.js'),
    env: {
      ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      TZ: 'UTC',
      SCHOOL_FEES_ISSUER: `${publicUrlOf(config)}/oidc`,
      SCHOOL_FEES_CLIENT_ID: SCHOOL_FEES,
      SCHOOL_FEES_SECRET_FILE: secret.file,
      SCHOOL_FEES_PORT: String(port),
    },
    logFile: directory.logFile(SCHOOL_FEES),
    records: directory.records,
    say,
  });
  try {
    await kept.start();
  } catch (error) {
    kept.abandon();
    say(`校園繳費: left out (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it does not start'})`);
    return undefined;
  }
  say(`校園繳費: a service to try the single sign-on with, at http://127.0.0.1:${port}/`);
  return kept;
}
