import type { Migration } from '../../../adapters/postgres/migration.js';

/**
 * The registry as a projection of the streams `school-<id>`. A stream has one writer at a time, who holds its row here by
 * name and time; `importing` keeps everybody else out until the import's last event is applied, also after a crash.
 */
export const rosterStreamMigrations: readonly Migration[] = [
  {
    name: 'roster-stream-1',
    sql: `
      create table roster_streams (
        school_id   text        primary key,
        revision    bigint      not null default -1,
        chain       text,
        holder      uuid,
        held_until  timestamptz
      );
      create table roster_commands (
        command_id  uuid        primary key,
        school_id   text        not null,
        revision    bigint      not null
      );
      alter table schools alter column telephone set default '';
      alter table schools add column registrar_extension text not null default '';
      alter table students drop constraint students_school_id_number_index_key;
      alter table students
        add column suspended boolean not null default false,
        add column excluded text,
        add column restricted_from date,
        add column restricted_to date;
      create unique index students_by_number_in_force on students (school_id, number_index) where enrolment = 'enrolled';
      create index students_by_number on students (school_id, number_index);
      alter table parent_logins drop constraint parent_logins_school_id_account_index_key;
      alter table parent_logins add column ended_at timestamptz, add column one_time_until timestamptz;
      create unique index parent_logins_in_force on parent_logins (school_id, account_index) where ended_at is null;
      alter table staff add column email text, add column id_number text;
      alter table staff_logins alter column password_hash drop not null;
      alter table staff_logins add column ended_at timestamptz, add column one_time_until timestamptz;
      alter table staff_grants add column substitute boolean not null default false;
      create table student_moves (
        student_id  text        not null,
        from_school text        not null,
        to_school   text        not null,
        told        boolean     not null default false,
        primary key (student_id, from_school, to_school)
      );
      create index student_moves_untold on student_moves (from_school) where not told;
      create table student_corrections (
        student_id  text        not null references students on delete cascade,
        field       text        not null,
        before      text        not null,
        primary key (student_id, field)
      );
      create table roster_conflicts (
        conflict_id uuid        primary key,
        school_id   text        not null,
        student_id  text        not null,
        field       text        not null,
        file        text        not null,
        found_at    timestamptz not null,
        kept        text
      );
      create unique index roster_conflicts_open on roster_conflicts (student_id, field) where kept is null;
      create index roster_conflicts_by_school on roster_conflicts (school_id, conflict_id) where kept is null;
      create table roster_outbox (
        kind        text        not null check (kind in ('roster-changed', 'closed-day')),
        subject     text        not null,
        detail      text        not null,
        school_id   text        not null,
        next_at     timestamptz not null default now(),
        looked      smallint    not null default 0,
        primary key (kind, subject, detail)
      );
      create index roster_outbox_by_time on roster_outbox (next_at);
      create table roster_told (
        request_id  uuid        not null,
        kind        text        not null,
        detail      text        not null,
        answer      text,
        at          timestamptz not null default now(),
        primary key (request_id, kind, detail)
      );
      create index roster_told_by_time on roster_told (at);
    `,
  },
  {
    // What the latest correction replaced, beside what the first one did; cases that need not be told of their own change.
    name: 'roster-stream-2',
    sql: `
      alter table student_corrections add column replaced text;
      update student_corrections set replaced = before;
      alter table student_corrections alter column replaced set not null;
    `,
  },
];
