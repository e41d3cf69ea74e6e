/** The one typed view of the environment. docs/operations.md lists the variables. */
import { EnvironmentReader } from './environment-reader.js';

const LOG_LEVELS = ['error', 'warn', 'log', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const POLICIES = ['1', 'demo', 'test'] as const;

export interface Config {
  /** HOST (127.0.0.1) and PORT (3000; 0: any free one). */
  readonly host: string;
  readonly port: number;
  /** DATA_DIR (.data): embedded engines, secrets, mail. */
  readonly dataDir: string;
  /** DATABASE_URL: postgres://… of sessions, roster, read models and, without EventStoreDB, the log. */
  readonly databaseUrl: string;
  /** EVENTSTOREDB_URL (esdb://…); absent: the PostgreSQL log. */
  readonly eventStoreDbUrl?: string;
  /** TEMPORAL_ADDRESS (host:port) and TEMPORAL_NAMESPACE (default). */
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Set by tests that share one server; absent: the product's own. */
  readonly temporalTaskQueue?: string;
  /** MASTER_KEY: 32 bytes in base64; wraps the key of every person. */
  readonly masterKey: Buffer;
  /** INDEX_KEY: 32 bytes in base64; HMAC of the look-up tables. */
  readonly indexKey: Buffer;
  /** SSO_PEPPER: 32 bytes in base64; HMAC under the password verifiers. */
  readonly ssoPepper: Buffer;
  /** POLICY: 1, demo (a day is a minute) or test (a day is a second). */
  readonly policyVersion: string;
  /** DEMO_DATA: on unless "off" (embedded mode only). */
  readonly demoData: boolean;
  /** LOG_LEVEL (log). */
  readonly logLevel: LogLevel;
}

/** Everything that is wrong with the environment, at once; names variables, never shows what a secret contains. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the environment; a secret may also stand in a file that `<NAME>_FILE` names (Docker and Kubernetes secrets).
 * @throws InvalidConfiguration with every problem.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const read = new EnvironmentReader(env);
  const eventStoreDbUrl = read.optionalUrl('EVENTSTOREDB_URL', [
    'esdb',
    'esdb+discover',
    'kurrentdb',
    'kurrentdb+discover',
  ]);
  const config: Config = {
    host: read.text('HOST', '127.0.0.1'),
    port: read.port('PORT', 3000),
    dataDir: read.text('DATA_DIR', '.data'),
    databaseUrl: read.url('DATABASE_URL', ['postgres', 'postgresql']),
    ...(eventStoreDbUrl !== undefined && { eventStoreDbUrl }),
    temporalAddress: read.address('TEMPORAL_ADDRESS'),
    temporalNamespace: read.text('TEMPORAL_NAMESPACE', 'default'),
    masterKey: read.key('MASTER_KEY'),
    indexKey: read.key('INDEX_KEY'),
    ssoPepper: read.key('SSO_PEPPER'),
    policyVersion: read.oneOf('POLICY', POLICIES, '1'),
    demoData: read.oneOf('DEMO_DATA', ['on', 'off'], 'on') === 'on',
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'log'),
  };
  read.refuseEqual('MASTER_KEY', 'INDEX_KEY', 'SSO_PEPPER');
  if (read.problems.length > 0) throw new InvalidConfiguration(read.problems);
  return config;
}
