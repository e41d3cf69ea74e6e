/** Schema of the log, in order. A step that has been released never changes. */
export const eventLogMigrations: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'event-log-1',
    sql: `
      -- (xid, seq) is the order of the log: see docs/adr/0003. Data and metadata are kept byte by byte, so never jsonb.
      create table event_log (
        stream text collate "C" not null,
        revision integer not null check (revision >= 0),
        event_id uuid not null,
        type text collate "C" not null,
        data text not null,
        metadata text not null,
        xid xid8 not null default pg_current_xact_id(),
        seq bigint not null generated always as identity,
        constraint event_log_revision primary key (stream, revision),
        constraint event_log_id unique (event_id),
        constraint event_log_order unique (xid, seq)
      );

      create function event_log_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the event log is append-only: % refused', tg_op using errcode = 'restrict_violation';
      end
      $$;

      create trigger event_log_append_only
        before update or delete or truncate on event_log
        for each statement execute function event_log_refuse_change();

      -- One append in one round trip, committed by itself. A function, because it keeps its plans: planning the same as a
      -- statement takes as long as running it. Returns the place of the last event as 'xid-seq', null if the stream is not
      -- at p_expected. A writer that is faster between check and insert shows as a violation of event_log_revision.
      create function event_log_append(
        p_stream text, p_expected integer, p_ids uuid[], p_types text[], p_data text[], p_metadata text[]
      ) returns text language plpgsql as $$
      declare
        place text;
      begin
        if coalesce((select max(e.revision) from event_log e where e.stream = p_stream), -1) <> p_expected then
          return null;
        end if;
        for i in 1 .. cardinality(p_ids) loop
          insert into event_log as e (stream, revision, event_id, type, data, metadata)
          values (p_stream, p_expected + i, p_ids[i], p_types[i], p_data[i], p_metadata[i])
          returning e.xid::text || '-' || e.seq::text into place;
        end loop;
        return place;
      end
      $$;
    `,
  },
  {
    name: 'event-log-2',
    sql: `
      -- As before, a whole batch by one statement. The order of the rows is that of the batch, and so is that of their seq.
      create or replace function event_log_append(
        p_stream text, p_expected integer, p_ids uuid[], p_types text[], p_data text[], p_metadata text[]
      ) returns text language plpgsql as $$
      declare
        place text;
      begin
        if coalesce((select max(e.revision) from event_log e where e.stream = p_stream), -1) <> p_expected then
          return null;
        end if;
        with inserted as (
          insert into event_log as e (stream, revision, event_id, type, data, metadata)
          select p_stream, p_expected + n.nth, n.id, n.type, n.data, n.metadata
          from unnest(p_ids, p_types, p_data, p_metadata) with ordinality as n (id, type, data, metadata, nth)
          order by n.nth
          returning e.revision, e.xid, e.seq
        )
        select i.xid::text || '-' || i.seq::text into place from inserted i order by i.revision desc limit 1;
        return place;
      end
      $$;
    `,
  },
];
