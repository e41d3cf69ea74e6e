import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * What the family's pages need besides the log. Neither table can be read: a code is an HMAC under INDEX_KEY, a draft is
 * sealed under the pupil's key.
 */
export const parentMigrations: readonly Migration[] = [
  {
    name: 'parents-1',
    sql: `
      create table email_codes (
        code_id       uuid        primary key,
        request_id    uuid        not null,
        applicant_id  uuid        not null,
        email_ref     uuid        not null,
        code_hmac     bytea       not null,
        tries         smallint    not null default 0,
        sent_at       timestamptz not null,
        expires_at    timestamptz not null,
        answered_at   timestamptz
      );
      create index email_codes_by_applicant on email_codes (applicant_id, sent_at);
      create index email_codes_by_address on email_codes (email_ref, sent_at);
      create index email_codes_by_time on email_codes (sent_at);
      create table binding_drafts (
        request_id    text        not null,
        principal     text        not null,
        student_id    text        not null,
        draft         text        not null,
        saved_at      timestamptz not null default now(),
        primary key (request_id, principal)
      );
    `,
  },
];
