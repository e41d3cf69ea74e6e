import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * One row per write with an Idempotency-Key. It stands before the command is sent and is finished by the answer of the
 * rules, so that the same key attaches to the same command and is answered once. Nothing in it can be read: the body is
 * an HMAC, the answer and a decision's command are sealed under the pupil's key.
 */
export const commandMigrations: readonly Migration[] = [
  {
    name: 'commands-1',
    sql: `
      create table command_requests (
        principal    text        not null,
        method       text        not null,
        path         text        not null,
        key          uuid        not null,
        body_hmac    bytea       not null,
        request_id   uuid        not null,
        command_id   uuid        not null,
        student_id   text        not null,
        command      text,
        status       smallint,
        revision     bigint,
        answer       text,
        created_at   timestamptz not null default now(),
        finished_at  timestamptz,
        primary key (principal, method, path, key)
      );
      create index command_requests_by_command on command_requests (command_id);
      create index command_requests_undelivered on command_requests (created_at) where command is not null;
    `,
  },
  {
    // How often a decision was sent again, and when: each time it waits longer before the next.
    name: 'commands-2',
    sql: `
      alter table command_requests
        add column sent_again smallint not null default 0,
        add column sent_at timestamptz;
    `,
  },
  {
    // By which rows are found that are older than the key's 90 days; a decision that is open is not among them.
    name: 'commands-3',
    sql: `
      create index command_requests_by_age on command_requests ((coalesce(finished_at, created_at)))
        where command is null;
    `,
  },
  {
    // A decision that could not be sent gives way to a newer one of its sender; one about nothing that is there is refused.
    name: 'commands-4',
    sql: `
      alter table command_requests
        add column applicant_id text,
        add column never_sent boolean not null default false,
        add column refusal text;
      create index command_requests_never_sent on command_requests (principal, applicant_id) where never_sent;
    `,
  },
];
