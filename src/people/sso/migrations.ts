import type { Migration } from '../../adapters/postgres/migration.js';

/** One account per person and per address, kept so by the database. An address is compared without case, by its HMAC. */
export const ssoMigrations: readonly Migration[] = [
  {
    name: 'sso-1',
    sql: `
      create table sso_accounts (
        account_id            text        primary key,
        person_ref            text        not null,
        email_index           bytea       not null,
        email                 text        not null,
        verifier              text        not null,
        must_change_password  boolean     not null,
        created_at            timestamptz not null default now(),
        constraint sso_one_account_per_person unique (person_ref),
        constraint sso_one_account_per_address unique (email_index)
      );
    `,
  },
  {
    name: 'sso-2',
    sql: `
      create table sso_disabled_accounts (
        account_id   text        primary key,
        disabled_at  timestamptz not null default now()
      );
    `,
  },
  {
    // Who holds an account: it is disabled when the last of them is put out. A later attempt may create it again.
    name: 'sso-3',
    sql: `
      create table sso_account_holders (
        request_id    text  not null,
        applicant_id  text  not null,
        account_id    text  not null,
        constraint sso_one_account_held primary key (request_id, applicant_id)
      );
      create index sso_account_holders_account on sso_account_holders (account_id);
      alter table sso_disabled_accounts add column attempt integer not null default 2147483647;
    `,
  },
];
