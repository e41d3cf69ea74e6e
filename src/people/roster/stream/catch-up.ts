/** Brings the registry's tables up to the end of a school's stream. */
import { schoolStream } from '../../../../domain/school/events.js';
import { chainOf } from '../../../../eventstore/chain/envelope.js';
import type { StoredEvent } from '../../../../eventstore/port.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { project } from './project/project.js';
import type { RosterPlaces } from './school-streams.js';
import { readSchoolEvent, type ImportMark, type StoredSchoolEvent } from './stored-event.js';

export interface StreamEnd {
  /** -1: there is no stream yet. */
  readonly revision: number;
  readonly chain: string | null;
}

const PAGE = 1_000;
/** For each statement: a page of events is a few statements. */
const STATEMENT_TIMEOUT_MS = 30_000;

export class CatchUp {
  private readonly stream: string;

  constructor(
    private readonly places: RosterPlaces,
    private readonly schoolId: string,
  ) {
    this.stream = schoolStream(schoolId);
  }

  /**
   * In one transaction, so that nobody ever sees half an import; events of a try that was broken off change nothing.
   * @param stay called between pages
   */
  async run(alongside: ((tx: SqlQuery) => Promise<void>) | undefined, stay: () => Promise<void>): Promise<StreamEnd> {
    const { db } = this.places;
    const before = await this.tablesEnd(db);
    const first = await this.page(before.revision + 1);
    if (first.length === 0 && !alongside) return before;
    const counting = await this.appliedImports(first);
    return db.transaction(
      async (tx) => {
        let end = before;
        for (let page = first; page.length > 0; page = await this.page(end.revision + 1)) {
          await this.apply(tx, page, counting);
          end = endOf(page);
          await stay();
        }
        await alongside?.(tx);
        await tx.query('update roster_streams set revision = $2, chain = $3 where school_id = $1', [
          this.schoolId,
          end.revision,
          end.chain,
        ]);
        return end;
      },
      { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    );
  }

  private async apply(tx: SqlQuery, page: readonly StoredEvent[], counting: ReadonlySet<string>): Promise<void> {
    const { personalData, config } = this.places;
    const events = page.map(readSchoolEvent).filter((event) => counts(event, counting));
    const to = { tx, schoolId: this.schoolId, personalData, indexKey: config.indexKey };
    if (events.length > 0) await project(to, events);
  }

  /** The tries of imports, among what is not yet in the tables, that came to their end. */
  private async appliedImports(first: readonly StoredEvent[]): Promise<ReadonlySet<string>> {
    const applied = new Set<string>();
    if (first.length < PAGE && first.every((event) => event.metadata['import'] === undefined)) return applied;
    for (let page = first; page.length > 0; page = await this.page(endOf(page).revision + 1)) {
      for (const event of page) {
        const mark = event.metadata['import'] as ImportMark | undefined;
        if (event.type === 'RosterImportApplied' && mark) applied.add(keyOf(mark));
      }
    }
    return applied;
  }

  private page(from: number): Promise<readonly StoredEvent[]> {
    return this.places.log.readStream(this.stream, from, from + PAGE - 1);
  }

  private async tablesEnd(db: SqlQuery): Promise<StreamEnd> {
    const { rows } = await db.query<{ revision: string; chain: string | null }>(
      'select revision, chain from roster_streams where school_id = $1',
      [this.schoolId],
    );
    return { revision: Number(rows[0]?.revision ?? -1), chain: rows[0]?.chain ?? null };
  }
}

/** Whether an event changes the tables: outside an import it does, inside only where the import's try came to its end. */
export function counts({ import: mark }: StoredSchoolEvent, applied: ReadonlySet<string>): boolean {
  return mark === null || applied.has(keyOf(mark));
}

export function keyOf({ id, attempt }: ImportMark): string {
  return `${id}/${attempt}`;
}

function endOf(page: readonly StoredEvent[]): StreamEnd {
  const last = page.at(-1);
  if (!last) throw new Error('a page of events is never empty here');
  return { revision: last.revision, chain: chainOf(last) ?? null };
}
