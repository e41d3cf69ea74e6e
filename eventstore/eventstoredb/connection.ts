import { EventStoreDBClient, type Credentials } from '@eventstore/db-client';
import { widenReceiveWindow } from './receive-window.js';

export interface Connection {
  readonly client: EventStoreDBClient;
  /** Given with each append: only so does the client take its plain Append call (docs/adr/0004). */
  readonly credentials: Credentials;
}

/** What an insecure server ignores, but the client looks at. */
const NOBODY: Credentials = { username: 'nobody', password: 'nothing' };

/**
 * What may stand after the question mark. The client prints the whole string, with its password, for an option it does not know;
 * and `throwOnAppendFailure=false` would make it answer conflicts wrongly.
 */
const OPTIONS: ReadonlySet<string> = new Set(
  [
    'connectionName',
    'defaultDeadline',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'maxDiscoverAttempts',
    'nodePreference',
    'tls',
    'tlsCAFile',
    'tlsVerifyCert',
    'userCertFile',
    'userKeyFile',
  ].map((name) => name.toLowerCase()),
);

/**
 * Does not connect yet.
 * @param url esdb://[user:password@]host:port[,...][?tls=false...]
 * @throws Error without the url, which may hold a password.
 */
export function connect(url: string): Connection {
  for (const name of optionNames(url)) {
    if (!OPTIONS.has(name.toLowerCase())) throw new Error(`EVENTSTOREDB_URL: the option ${name} is not known here`);
  }
  const credentials = credentialsOf(url);
  if (!credentials && !/[?&]tls=false\b/i.test(url)) {
    throw new Error('EVENTSTOREDB_URL: a server with TLS needs esdb://user:password@host:port');
  }
  const client = clientOf(url);
  widenReceiveWindow(client);
  return { client, credentials: credentials ?? NOBODY };
}

function clientOf(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch {
    throw new Error('EVENTSTOREDB_URL: not a connection string of the form esdb://[user:password@]host:port[?options]');
  }
}

function optionNames(url: string): string[] {
  const [, query] = /\?(.*)$/s.exec(url) ?? [];
  return (query ?? '').split('&').flatMap((option) => option.split('=')[0] || []);
}

function credentialsOf(url: string): Credentials | undefined {
  const [, username, password] = /^[^:/]+:\/\/([^:@/]+):([^@/]*)@/.exec(url) ?? [];
  if (username === undefined || password === undefined) return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}
