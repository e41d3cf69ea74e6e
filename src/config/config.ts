/** The one typed view of the environment. docs/operations.md lists the variables. */
import { readEnvironment } from './environment.js';
import type { CAPTCHA_MODES, LOG_LEVELS, SECOND_FACTOR_MODES, Values } from './variables.js';

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What one sender may ask for; 0 is no limit. */
export interface Limits {
  /** Of one API process. */
  readonly requestsInFlight: number;
  /** A minute. */
  readonly readsPerSource: number;
  readonly writesPerSource: number;
  readonly writesPerAccount: number;
  /** In 15 minutes. */
  readonly failedSignInsPerSource: number;
  readonly failedSignInsPerAccount: number;
  /** A minute, to the pages of the single sign-on. */
  readonly signInsPerSource: number;
}

export interface Config {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Our own origin, as people reach us; absent: where the API listens (embedded mode). */
  readonly publicUrl?: string;
  /** Of /metrics and the health of each role; absent: none. 0: any free one. */
  readonly metricsPort?: number;
  /** Addresses and networks (CIDR) whose X-Forwarded-… headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly limits: Limits;
  readonly captcha: (typeof CAPTCHA_MODES)[number];
  readonly secondFactor: (typeof SECOND_FACTOR_MODES)[number];
  /** Embedded engines, secrets, logs. */
  readonly dataDir: string;
  /** Sessions, roster, keys, read models and, without EventStoreDB, the log. */
  readonly databaseUrl: string;
  /** Absent: the PostgreSQL log. */
  readonly eventStoreDbUrl?: string;
  /** host:port. */
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Absent: mails are files in `dataDir`. */
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  /** host:port; absent: a stand-in that knows the EICAR test file. */
  readonly clamdAddress?: string;
  /** Set by tests that share one server; absent: the product's own. */
  readonly temporalTaskQueue?: string;
  /** 32 bytes; wraps the key of every person. */
  readonly masterKey: Buffer;
  /** 32 bytes; HMAC of the look-up tables. */
  readonly indexKey: Buffer;
  /** 32 bytes; HMAC under the password verifiers. */
  readonly ssoPepper: Buffer;
  /** 32 bytes each; the first signs the cookies of the single sign-on, all are believed. */
  readonly oidcCookieKeys: readonly Buffer[];
  /** A JSON list of the services that may ask for a sign-in. */
  readonly oidcClientsFile?: string;
  /** Private origins that may be told of a sign-out. */
  readonly backchannelOrigins: readonly string[];
  /** Of the service to try with; embedded mode only. */
  readonly schoolFeesPort: number;
  /** Run by `npm start`: a demonstration on one machine. */
  readonly embedded: boolean;
  /** 1, demo (a day is a minute) or test (a day is a second). */
  readonly policyVersion: string;
  /** Embedded mode only. */
  readonly demoData: boolean;
  /** Seconds in which a process ends after a request to stop. */
  readonly stopSeconds: number;
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
 * Reads the environment (variables.ts); a secret may also be in a file that `<NAME>_FILE` names.
 * @throws InvalidConfiguration with every problem.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const { values, problems } = readEnvironment(env);
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return {
    host: values.HOST,
    port: values.PORT,
    ...(values.PUBLIC_URL !== undefined && { publicUrl: values.PUBLIC_URL }),
    ...(values.METRICS_PORT !== undefined && { metricsPort: values.METRICS_PORT }),
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    limits: limitsOf(values),
    captcha: values.CAPTCHA,
    secondFactor: values.SECOND_FACTOR,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    ...(values.EVENTSTOREDB_URL !== undefined && { eventStoreDbUrl: values.EVENTSTOREDB_URL }),
    temporalAddress: values.TEMPORAL_ADDRESS,
    temporalNamespace: values.TEMPORAL_NAMESPACE,
    ...(values.SMTP_URL !== undefined && { smtpUrl: values.SMTP_URL }),
    mailFrom: values.MAIL_FROM,
    ...(values.CLAMD_ADDRESS !== undefined && { clamdAddress: values.CLAMD_ADDRESS }),
    masterKey: values.MASTER_KEY,
    indexKey: values.INDEX_KEY,
    ssoPepper: values.SSO_PEPPER,
    oidcCookieKeys: values.OIDC_COOKIE_KEYS ?? [],
    ...(values.OIDC_CLIENTS_FILE !== undefined && { oidcClientsFile: values.OIDC_CLIENTS_FILE }),
    backchannelOrigins: originsOf(values),
    schoolFeesPort: values.SCHOOL_FEES_PORT,
    embedded: values.EMBEDDED === 'on',
    policyVersion: values.POLICY,
    demoData: values.DEMO_DATA === 'on',
    stopSeconds: values.STOP_SECONDS,
    logLevel: values.LOG_LEVEL,
  };
}

function limitsOf(values: Values): Limits {
  return {
    requestsInFlight: values.MOST_REQUESTS_IN_FLIGHT,
    readsPerSource: values.READS_PER_SOURCE,
    writesPerSource: values.WRITES_PER_SOURCE,
    writesPerAccount: values.WRITES_PER_ACCOUNT,
    failedSignInsPerSource: values.FAILED_SIGN_INS_PER_SOURCE,
    failedSignInsPerAccount: values.FAILED_SIGN_INS_PER_ACCOUNT,
    signInsPerSource: values.SIGN_INS_PER_SOURCE,
  };
}

/** The service to try with is always told where it is started. */
function originsOf({ BACKCHANNEL_ORIGINS: given = [], EMBEDDED, SCHOOL_FEES_PORT }: Values): readonly string[] {
  return EMBEDDED === 'on' ? [...given, `http://127.0.0.1:${SCHOOL_FEES_PORT}`] : given;
}
