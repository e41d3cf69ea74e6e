/** Every variable the product reads, in the order of the table in docs/operations.md (`npm run docs` writes it). */
import { address, key, keys, limit, networks, oneOf, origin, origins, port, seconds, text, url } from './kinds.js';
import { optional, type ValueOf, type Variables } from './variable.js';

export const LOG_LEVELS = ['error', 'warn', 'log', 'debug'] as const;
const POLICIES = ['1', 'demo', 'test'] as const;
export const CAPTCHA_MODES = ['always', 'after-failures', 'off'] as const;
export const SECOND_FACTOR_MODES = ['required', 'optional', 'off'] as const;

export const VARIABLES = {
  HOST: text('Address the API listens on; `0.0.0.0` in a container.', '127.0.0.1', 'address'),
  PORT: port('Port of the API; 0 takes any free one.', 3000),
  PUBLIC_URL: optional(
    origin(
      'Where people reach us, as `https://parents.example.org`, without a path: what stands in links, and the issuer of the single sign-on (`/oidc` below it). Required but for `npm start`, which takes http://HOST:PORT.',
    ),
  ),
  METRICS_PORT: optional(
    port(
      'Port on HOST for /metrics, /health/live and /health/ready of each role, not for the public; absent: none. `npm start` takes it for the API, the next for the worker, the one after for the projector.',
    ),
  ),
  TRUSTED_PROXIES: optional(
    networks(
      'Proxies in front of the API: only their X-Forwarded-For and X-Forwarded-Proto are believed, for limits, lock-out and the Origin check. Absent: of none.',
    ),
  ),
  MOST_REQUESTS_IN_FLIGHT: limit('Requests that one API process has in hand; what comes on top is answered 503.', 200),
  READS_PER_SOURCE: limit('Reads a minute from one address (IPv6: one /64), for each API process.', 12_000),
  WRITES_PER_SOURCE: limit('Writes a minute from one address, for each API process.', 3_000),
  WRITES_PER_ACCOUNT: limit('Writes a minute of one account, for each API process.', 240),
  FAILED_SIGN_INS_PER_SOURCE: limit('Failed sign-ins from one address in 15 minutes, of all accounts together.', 200),
  FAILED_SIGN_INS_PER_ACCOUNT: limit(
    'Failed sign-ins to one account from one address; then that pair is locked for 15 minutes.',
    5,
  ),
  CAPTCHA: oneOf(
    'When POST /session asks for a captcha: `always`, `after-failures` (from the third failure of the account or the address on), or `off`.',
    CAPTCHA_MODES,
    'always',
  ),
  SECOND_FACTOR: oneOf(
    'Second factor of registrar, director, auditor and administrator: `required`, `optional`, or `off`. `npm start` with demo data takes `off`.',
    SECOND_FACTOR_MODES,
    'required',
  ),
  DATA_DIR: text(
    'Where `npm start` keeps its engines, secrets and logs, and the API its mails (`mail`) where there is no SMTP_URL.',
    '.data',
    'folder',
  ),
  DATABASE_URL: url(
    'PostgreSQL: sessions, roster, keys, read models and, without EventStoreDB, the event log. `npm start` brings its own when it is absent.',
    ['postgres', 'postgresql'],
  ),
  EVENTSTOREDB_URL: optional(
    url(
      'EventStoreDB or KurrentDB, the log of record. Absent: the event log is in PostgreSQL. With TLS it needs `user:password@`; without, `?tls=false`.',
      ['esdb', 'esdb+discover'],
      ' (for KurrentDB too: the client knows no other)',
    ),
  ),
  TEMPORAL_ADDRESS: address('Temporal. `npm start` brings a development server when it is absent.'),
  TEMPORAL_NAMESPACE: text('Namespace of the workflows.', 'default'),
  SMTP_URL: optional(
    url(
      'Server that takes the mails. With `user:password@` it must offer TLS. Absent: each mail is a file in `DATA_DIR/mail`.',
      ['smtp', 'smtps'],
    ),
  ),
  MAIL_FROM: text('Sender of the mails.', 'no-reply@parent-binding.invalid', 'e-mail address'),
  CLAMD_ADDRESS: optional(
    address(
      'ClamAV’s daemon, which looks at every upload; while it does not answer, none is taken. Absent: only the EICAR test file is found.',
    ),
  ),
  MASTER_KEY: key('Wraps the key of every person. Losing it is losing all personal data.'),
  INDEX_KEY: key('HMAC of the look-up tables (accounts, ID numbers, addresses).'),
  SSO_PEPPER: key('HMAC under the password verifiers of the SSO accounts.'),
  OIDC_COOKIE_KEYS: optional(
    keys(
      'Sign the cookies of the single sign-on: the first signs, the second is still believed. To change them, put a new one before and drop the last. Required but for `npm start`, which makes them.',
      2,
    ),
  ),
  OIDC_CLIENTS_FILE: optional(
    text(
      'The services that may ask for a sign-in, as a JSON list: docs/cli.md. Read at each start of the API.',
      '',
      'file',
    ),
  ),
  BACKCHANNEL_ORIGINS: optional(
    origins('Services on private addresses that may be told of a sign-out, as `https://10.1.2.3:8443`.'),
  ),
  SCHOOL_FEES_PORT: port(
    'Port of the service that `npm start` and `npm run demo:school-fees` bring to try with.',
    3001,
  ),
  SIGN_INS_PER_SOURCE: limit(
    'Requests a minute to the pages of the single sign-on from one address, for each API process.',
    1_200,
    600,
  ),
  POLICY: oneOf('Deadlines: `1` as in the rules, `demo` a day is a minute, `test` a day is a second.', POLICIES, '1'),
  DEMO_DATA: oneOf('`npm start` loads the demonstration school into an empty roster.', ['on', 'off'], 'on'),
  EMBEDDED: oneOf(
    '`npm start` sets it for its roles: the demonstration on one machine, where http on loopback may be registered.',
    ['on', 'off'],
    'off',
  ),
  STOP_SECONDS: seconds(
    'Seconds in which a process ends in order after a request to stop; the one who stops it waits longer before a SIGKILL.',
    10,
    600,
    14,
  ),
  LOG_LEVEL: oneOf('The least that is logged.', LOG_LEVELS, 'log'),
} as const satisfies Variables;

export type VariableName = keyof typeof VARIABLES;

export type Values = { readonly [Name in VariableName]: ValueOf<(typeof VARIABLES)[Name]> };
