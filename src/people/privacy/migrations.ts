import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * Keys and references stand apart from what they protect, so that erasing a person is deleting rows here and nowhere
 * else. A key that was erased stays as an empty row: nobody can make a new one under the same subject by accident.
 */
export const privacyMigrations: readonly Migration[] = [
  {
    name: 'privacy-1',
    sql: `
      create table subject_keys (
        subject     text        primary key,
        wrapped     bytea,
        created_at  timestamptz not null default now(),
        erased_at   timestamptz,
        check ((wrapped is null) = (erased_at is not null))
      );
      create table personal_references (
        kind        text        not null check (kind in ('person', 'email')),
        index       bytea       not null,
        ref         uuid        not null unique,
        created_at  timestamptz not null default now(),
        primary key (kind, index)
      );
    `,
  },
];
