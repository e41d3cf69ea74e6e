/** Every variable the product reads, in the order of the table in docs/operations.md (`npm run docs` writes it). */
import { address, key, oneOf, port, text, url } from './kinds.js';
import { optional, type ValueOf, type Variables } from './variable.js';

export const LOG_LEVELS = ['error', 'warn', 'log', 'debug'] as const;
const POLICIES = ['1', 'demo', 'test'] as const;

export const VARIABLES = {
  HOST: text('Address the API listens on; `0.0.0.0` in a container.', '127.0.0.1', 'address'),
  PORT: port('Port of the API; 0 takes any free one.', 3000),
  METRICS_PORT: optional(
    port(
      'Port on HOST for /metrics, /health/live and /health/ready of each role, not for the public; absent: none. `npm start` takes it for the API, the next for the worker, the one after for the projector.',
    ),
  ),
  DATA_DIR: text(
    'Where `npm start` keeps its engines, secrets and logs, and the API its mails (`mail`).',
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
  MASTER_KEY: key('Wraps the key of every person. Losing it is losing all personal data.'),
  INDEX_KEY: key('HMAC of the look-up tables (accounts, ID numbers, addresses).'),
  SSO_PEPPER: key('HMAC under the password verifiers of the SSO accounts.'),
  POLICY: oneOf('Deadlines: `1` as in the rules, `demo` a day is a minute, `test` a day is a second.', POLICIES, '1'),
  DEMO_DATA: oneOf('`npm start` loads the demonstration school into an empty roster.', ['on', 'off'], 'on'),
  LOG_LEVEL: oneOf('The least that is logged.', LOG_LEVELS, 'log'),
} as const satisfies Variables;

export type VariableName = keyof typeof VARIABLES;

export type Values = { readonly [Name in VariableName]: ValueOf<(typeof VARIABLES)[Name]> };
