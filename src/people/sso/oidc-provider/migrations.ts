import type { Migration } from '../../../adapters/postgres/migration.js';

/**
 * What the OpenID Connect provider remembers. Identifiers of codes, tokens, sessions and steps are the secrets themselves:
 * only their SHA-256 is stored, and what belongs to them is sealed. `oidc_state` is in no backup: after a restore everybody
 * signs in again.
 */
export const oidcMigrations: readonly Migration[] = [
  {
    name: 'oidc-1',
    sql: `
      create table oidc_state (
        model        text        not null,
        id           bytea       not null,
        payload      bytea       not null,
        grant_id     bytea,
        uid          text,
        previous_id  bytea,
        account_id   text,
        client_id    text,
        consumed_at  timestamptz,
        expires_at   timestamptz not null,
        primary key (model, id)
      );
      create unique index oidc_state_by_uid on oidc_state (uid) where uid is not null;
      create index oidc_state_by_grant on oidc_state (grant_id) where grant_id is not null;
      create index oidc_state_by_previous on oidc_state (previous_id) where previous_id is not null;
      create index oidc_state_by_account on oidc_state (account_id) where account_id is not null;
      create index oidc_state_by_expiry on oidc_state (expires_at);
      create table oidc_clients (
        client_id                 text        primary key,
        sector                    text        not null,
        secret_hash               text        not null,
        former_secret_hash        text,
        name                      text        not null,
        name_en                   text        not null,
        purpose                   text        not null,
        purpose_en                text        not null,
        scopes                    text[]      not null,
        redirect_uris             text[]      not null,
        post_logout_redirect_uris text[]      not null,
        backchannel_logout_uri    text,
        home_uri                  text,
        id_token_alg              text        not null default 'RS256',
        requests_per_minute       integer     not null default 6000,
        created_at                timestamptz not null default now()
      );
      create table oidc_keys (
        kid    text        primary key,
        alg    text        not null check (alg in ('RS256', 'ES256')),
        jwk    bytea       not null,
        state  text        not null check (state in ('next', 'signing', 'retired')),
        since  timestamptz not null default now()
      );
      create unique index oidc_keys_one_in_use on oidc_keys (alg, state) where state <> 'retired';
      create table sso_consents (
        account_id    text        not null,
        client_id     text        not null,
        granted       text[]      not null,
        refused       text[]      not null,
        consented_at  timestamptz not null default now(),
        last_at       timestamptz not null default now(),
        primary key (account_id, client_id)
      );
      create table oidc_logout_calls (
        call_id     uuid        primary key default gen_random_uuid(),
        client_id   text        not null,
        account_id  text        not null,
        sid         text,
        attempts    integer     not null default 0,
        next_at     timestamptz not null default now(),
        created_at  timestamptz not null default now(),
        given_up_at timestamptz
      );
      create index oidc_logout_calls_by_time on oidc_logout_calls (next_at) where given_up_at is null;
    `,
  },
  {
    name: 'oidc-accounts-1',
    sql: `
      alter table sso_accounts add column activated_at timestamptz,
        add column disabled_at timestamptz, add column email_verified_at timestamptz;
      alter table sessions drop constraint sessions_kind_check,
        add constraint sessions_kind_check check (kind in ('parent', 'staff', 'guardian')),
        add column provider_uid text;
      create index sessions_by_provider on sessions (provider_uid) where provider_uid is not null;
    `,
  },
];
