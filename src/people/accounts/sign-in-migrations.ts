import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * Captchas, credential versions, second factors, reset links. A session carries the version of the credentials that opened
 * it; a change of the password raises the version, so a sign-in that overlaps the change opens nothing.
 * Sealed: the secret of a second factor, the reason of its reset. Hashed: recovery codes, reset tokens.
 */
export const signInMigrations: readonly Migration[] = [
  {
    name: 'sign-in-1',
    sql: `
      create table captchas (
        captcha_id  uuid        primary key,
        answer      bytea       not null,
        expires_at  timestamptz not null
      );
      create index captchas_by_expiry on captchas (expires_at);
      alter table parent_logins add column version integer not null default 0;
      alter table staff_logins add column version integer not null default 0;
      alter table sessions
        add column session_id uuid not null default gen_random_uuid(),
        add column version integer not null default 0,
        add column second_factor text not null default 'none'
          check (second_factor in ('none', 'needed', 'to-be-set-up', 'passed')),
        add column browser text not null default '';
      create unique index sessions_by_id on sessions (session_id);
      create table password_history (
        principal_id  text        not null,
        password_hash text        not null,
        replaced_at   timestamptz not null default now()
      );
      create index password_history_by_principal on password_history (principal_id, replaced_at desc);
      create table sign_in_sources (
        source_key  text        primary key,
        last_at     timestamptz not null
      );
      create index sign_in_sources_by_time on sign_in_sources (last_at);
      create table second_factors (
        principal_id  text        primary key,
        secret        text        not null,
        confirmed_at  timestamptz,
        last_step     bigint      not null default 0
      );
      create table recovery_codes (
        principal_id  text        not null references second_factors on delete cascade,
        code          bytea       not null,
        primary key (principal_id, code)
      );
      create table second_factor_resets (
        principal_id  text        primary key,
        asked_by      text        not null,
        reason        text        not null,
        asked_at      timestamptz not null default now()
      );
      create table password_reset_links (
        principal_id  text        primary key,
        token_hash    bytea       not null unique,
        expires_at    timestamptz not null,
        letters       smallint    not null,
        letters_since timestamptz not null
      );
    `,
  },
];
