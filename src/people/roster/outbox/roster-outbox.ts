/**
 * What the roster tells open cases. A row stands until every open case it is about has answered, and is looked at twice:
 * a case that was opened a moment ago is not in the read model yet. A command's id is made of what it tells, so that
 * sending it twice has no effect.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '../../../../domain/binding/metadata.js';
import { deriveId } from '../../../../domain/ids.js';
import { openCasesAfter } from '../../../../projections/binding-case/binding-case-queries.js';
import { openCasesOf } from '../../../../projections/student-binding/student-binding-queries.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';

const ROSTER: Actor = { id: 'system', role: 'system' };

export interface OutboxRow {
  readonly kind: 'roster-changed' | 'closed-day';
  /** The pupil, or the school. */
  readonly subject: string;
  /** Version of the entry, or the day. */
  readonly detail: string;
  readonly schoolId: string;
  readonly looked: number;
}

export interface Pace {
  /** At most so many cases a second, so that the day's work goes on beside it. */
  readonly perSecond: number;
  /** Called with how many have answered. */
  readonly told?: (cases: number) => void;
}

const ROW = 'kind, subject, detail, school_id as "schoolId", looked';
const LOOKS = 2;
const LOOK_AGAIN_SECONDS = 15;
const CLAIM_SECONDS = 60;
const PAGE = 200;

export class RosterOutbox {
  constructor(
    private readonly db: SqlQuery,
    private readonly gateway: BindingGateway,
  ) {}

  /** Delivers what is due, a few rows at a time. @returns how many rows there were. @throws EngineUnavailable, OutcomeUnknown, DatabaseUnavailable: what is left comes again */
  async deliver(pace: Pace, limit = 50): Promise<number> {
    const { rows } = await this.db.query<OutboxRow>(
      `update roster_outbox o set next_at = now() + make_interval(secs => $2)
       from (select ctid from roster_outbox where next_at <= now() order by next_at limit $1 for update skip locked) as due
       where o.ctid = due.ctid returning ${ROW}`,
      [limit, CLAIM_SECONDS],
    );
    for (const row of rows) await this.tell(row, pace);
    return rows.length;
  }

  /** Tells at once of one change; told before, it is told again without effect. @returns how many open cases it is about. @throws as deliver */
  async tellNow({ kind, subject, detail, schoolId }: Omit<OutboxRow, 'looked'>, pace: Pace): Promise<number> {
    const { rows } = await this.db.query<OutboxRow>(
      `insert into roster_outbox (kind, subject, detail, school_id) values ($1, $2, $3, $4)
       on conflict (kind, subject, detail) do update set next_at = now() + make_interval(secs => $5) returning ${ROW}`,
      [kind, subject, detail, schoolId, CLAIM_SECONDS],
    );
    let cases = 0;
    for (const row of rows) cases += await this.tell(row, pace);
    return cases;
  }

  private async tell(row: OutboxRow, { perSecond, told }: Pace): Promise<number> {
    let cases = 0;
    for await (const requestId of this.casesOf(row)) {
      cases += 1;
      if (await this.hasAnswered(requestId, row)) continue;
      await Promise.all([pause(1000 / perSecond), this.send(requestId, row)]);
      told?.(cases);
    }
    await this.looked(row);
    return cases;
  }

  private async *casesOf({ kind, subject, schoolId }: OutboxRow): AsyncGenerator<string> {
    if (kind === 'roster-changed') {
      yield* await openCasesOf(this.db, subject);
      return;
    }
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: readonly string[] = await openCasesAfter(this.db, schoolId, after, PAGE);
      yield* page;
      after = page.at(-1);
    }
  }

  private async hasAnswered(requestId: string, { kind, detail }: OutboxRow): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'select 1 from roster_told where request_id = $1 and kind = $2 and detail = $3 and answer is not null',
      [requestId, kind, detail],
    );
    return rowCount > 0;
  }

  private async send(requestId: string, { kind, detail }: OutboxRow): Promise<void> {
    const base = { requestId, actor: ROSTER, channel: 'online' } as const;
    const outcome =
      kind === 'roster-changed'
        ? await this.gateway.send({
            ...base,
            type: 'RosterChanged',
            commandId: deriveId(requestId, 'rosterChanged', Number(detail)),
            data: { rosterVersion: Number(detail) },
          })
        : await this.gateway.send({
            ...base,
            type: 'ShiftDeadlines',
            commandId: deriveId(requestId, 'shiftDeadlines', detail),
            data: { closedDay: detail },
          });
    const answer = outcome.status === 'accepted' ? 'accepted' : outcome.code;
    await this.db.query(
      `insert into roster_told (request_id, kind, detail, answer) values ($1, $2, $3, $4)
       on conflict (request_id, kind, detail) do update set answer = excluded.answer, at = now()`,
      [requestId, kind, detail, answer],
    );
  }

  private async looked({ kind, subject, detail, looked }: OutboxRow): Promise<void> {
    const row = [kind, subject, detail];
    const OF_ROW = 'kind = $1 and subject = $2 and detail = $3';
    if (looked + 1 >= LOOKS) await this.db.query(`delete from roster_outbox where ${OF_ROW}`, row);
    else
      await this.db.query(
        `update roster_outbox set looked = looked + 1, next_at = now() + make_interval(secs => $4) where ${OF_ROW}`,
        [...row, LOOK_AGAIN_SECONDS],
      );
  }
}

/** Answers older than a case of three months is worth are of no use. @throws DatabaseUnavailable */
export async function forgetAnswers(db: SqlQuery): Promise<void> {
  await db.query(`delete from roster_told where at < now() - interval '90 days'`);
}
