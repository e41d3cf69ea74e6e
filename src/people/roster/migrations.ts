import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * 學籍名冊. Names, student numbers and ID numbers are sealed under the pupil's (the staff member's) own key; the indexes
 * are HMACs under INDEX_KEY. Days are days in Asia/Taipei; a grant is in force from its first to its last day.
 */
export const registryMigrations: readonly Migration[] = [
  {
    name: 'registry-1',
    sql: `
      create table districts (
        district_code text primary key,
        name          text not null
      );
      create table schools (
        school_id     text primary key,
        district_code text not null references districts,
        name          text not null,
        telephone     text not null
      );
      create table classes (
        school_id     text not null references schools,
        class_id      text not null,
        primary key (school_id, class_id)
      );
      create table students (
        student_id     text     primary key,
        school_id      text     not null,
        class_id       text     not null,
        login_id       text     not null unique,
        name           text     not null,
        number         text     not null,
        id_number      text     not null,
        number_index   bytea    not null,
        id_index       bytea    not null,
        person_ref     text     not null,
        enrolment      text     not null check (enrolment in ('enrolled', 'left', 'graduated', 'died')),
        roster_version integer  not null check (roster_version > 0),
        restricted     boolean  not null default false,
        foreign key (school_id, class_id) references classes,
        unique (school_id, number_index)
      );
      create index students_by_id_index on students (id_index);
      create index students_by_class on students (school_id, class_id);
      create table staff (
        staff_id      text primary key,
        school_id     text references schools,
        name          text not null,
        person_ref    text
      );
      create table staff_grants (
        staff_id      text not null references staff,
        role          text not null check (role in ('class-teacher', 'registrar', 'director', 'auditor', 'administrator')),
        school_id     text references schools,
        class_id      text,
        valid_from    date not null,
        valid_to      date,
        foreign key (school_id, class_id) references classes,
        check ((role in ('class-teacher', 'registrar', 'director')) = (school_id is not null)),
        check ((role = 'class-teacher') = (class_id is not null)),
        unique nulls not distinct (staff_id, role, school_id, class_id, valid_from)
      );
      create index staff_grants_by_school on staff_grants (school_id, role);
      create table family_ties (
        staff_id      text not null references staff,
        student_id    text not null references students,
        primary key (staff_id, student_id)
      );
      create index family_ties_by_student on family_ties (student_id);
    `,
  },
  {
    // Which corrections were made, by their command; days without office work, at one school or at all; 申請書 on paper.
    name: 'registry-2',
    sql: `
      create table roster_corrections (
        command_id    uuid        primary key,
        student_id    text        not null references students,
        at            timestamptz not null default now()
      );
      create table closures (
        school_id     text references schools,
        from_day      date not null,
        to_day        date not null check (to_day >= from_day),
        kind          text not null,
        unique nulls not distinct (school_id, from_day, to_day)
      );
      alter table schools add column asks_for_paper boolean not null default false;
    `,
  },
  {
    // What a correction replaced: one that the case refuses after all is taken back.
    name: 'registry-3',
    sql: `
      alter table roster_corrections
        add column name           text,
        add column number         text,
        add column number_index   bytea,
        add column class_id       text,
        add column account_index  bytea,
        add column roster_version integer;
    `,
  },
];
