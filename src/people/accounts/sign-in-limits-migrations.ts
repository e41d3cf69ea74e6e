import type { Migration } from '../../adapters/postgres/migration.js';

/** In the form that rate-limiter-flexible expects: `key` is an HMAC, `expire` in milliseconds since 1970. */
export const limitMigrations: readonly Migration[] = [
  {
    name: 'limits-1',
    sql: `
      create table sign_in_failures (
        key     varchar(255) primary key,
        points  integer      not null default 0,
        expire  bigint
      );
      create index sign_in_failures_by_expiry on sign_in_failures (expire);
    `,
  },
];
