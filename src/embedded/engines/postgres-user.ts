import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root. As root it runs as the system user `postgres`, made when it is missing;
 * everybody else runs it as themselves (undefined).
 */
export async function postgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await userNamed('postgres')) ?? (await makeUser('postgres'));
}

async function userNamed(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function makeUser(name: string): Promise<SystemUser> {
  try {
    await run('useradd', ['--system', '--no-create-home', '--user-group', '--shell', '/usr/sbin/nologin', name]);
  } catch {
    // Another process made it at the same moment, or it cannot be made: the check below decides.
  }
  const user = await userNamed(name);
  if (!user) {
    throw new Error(
      `PostgreSQL does not run as root and the system user ${name} cannot be made: ` +
        'start as another user, or give DATABASE_URL',
    );
  }
  return user;
}
