import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * A parent login is found by an HMAC, since its account contains the student number. `password_hash` is null until the
 * first password (the pupil's ID number, checked against the roster's index) has been changed.
 */
export const sessionMigrations: readonly Migration[] = [
  {
    name: 'sessions-1',
    sql: `
      create table parent_logins (
        login_id       text        primary key,
        school_id      text        not null references schools,
        student_id     text        not null unique references students,
        account_index  bytea       not null,
        password_hash  text,
        changed_at     timestamptz,
        unique (school_id, account_index)
      );
      create table staff_logins (
        staff_id       text        primary key references staff,
        school_id      text        references schools,
        account        text        not null check (account = lower(account)),
        password_hash  text        not null,
        must_change    boolean     not null,
        changed_at     timestamptz,
        unique nulls not distinct (school_id, account)
      );
      create table sessions (
        token_hash     bytea       primary key,
        kind           text        not null check (kind in ('parent', 'staff')),
        principal_id   text        not null,
        school_id      text        not null,
        role           text        not null,
        created_at     timestamptz not null default now(),
        last_seen_at   timestamptz not null default now(),
        expires_at     timestamptz not null
      );
      create index sessions_by_principal on sessions (principal_id);
      create index sessions_by_expiry on sessions (expires_at);
    `,
  },
];
