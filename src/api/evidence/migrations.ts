import type { Migration } from '../../adapters/postgres/migration.js';

/**
 * What the family added to prove who they are. Each piece is sealed under the key of its applicant; which pieces there
 * are, and what their hash is, the event log says. A row that no event names is of no use to anybody and is deleted.
 */
export const evidenceMigrations: readonly Migration[] = [
  {
    name: 'evidence-1',
    sql: `
      create table evidence (
        evidence_id   uuid        primary key,
        request_id    uuid        not null,
        applicant_id  uuid        not null,
        type          text        not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
        size          integer     not null check (size > 0),
        sha256        text        not null,
        sealed        bytea       not null,
        kept_at       timestamptz not null default now()
      );
      create index evidence_of_applicant on evidence (applicant_id);
      -- It does not compress: it is encrypted.
      alter table evidence alter column sealed set storage external;
    `,
  },
];
