import type { Migration } from '../../../adapters/postgres/migration.js';

/**
 * One row per file that was sent in. The file itself is sealed under a key of its own and goes with the end of the import;
 * `report` names places and ids only. `runner` works on it until `runner_until`; then another may.
 */
export const rosterImportMigrations: readonly Migration[] = [
  {
    name: 'roster-import-1',
    sql: `
      create table roster_imports (
        import_id    uuid        primary key,
        school_id    text,
        by_id        text        not null,
        by_role      text        not null,
        at           timestamptz not null default date_trunc('milliseconds', now()),
        file_name    text        not null,
        file         bytea,
        dry_run      boolean     not null,
        status       text        not null check (status in
                       ('reading', 'applying', 'checked', 'applied', 'held', 'refused', 'failed')),
        confirmed    text[],
        confirmed_by text,
        attempt      integer     not null default 0,
        failures     integer     not null default 0,
        done         integer     not null default 0,
        total        integer     not null default 0,
        counts       jsonb,
        report       jsonb,
        runner       uuid,
        runner_until timestamptz,
        finished_at  timestamptz
      );
      create index roster_imports_by_school on roster_imports (school_id, at desc, import_id);
      create index roster_imports_waiting on roster_imports (at) where status in ('reading', 'applying');
    `,
  },
];
