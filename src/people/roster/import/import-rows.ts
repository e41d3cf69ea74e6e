/** The rows of `roster_imports`: a file on its way, and what became of those before. */
import { randomUUID } from 'node:crypto';
import type { SealContext } from '../../../../activities/ports/personal-data.js';
import type { Actor } from '../../../../domain/binding/metadata.js';
import type { HoldReason, ImportCounts } from '../../../../domain/school/events.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import type { Issue } from './read/issues.js';

export type ImportStatus = 'reading' | 'applying' | 'checked' | 'applied' | 'held' | 'refused' | 'failed';

export interface ReportedFile {
  readonly name: string;
  readonly kind: string | null;
  readonly encoding: string | null;
  readonly rows: number;
  readonly counts: ImportCounts | null;
}

/** What a reader of the import is told: places and ids, no value of the file. */
export interface ImportReport {
  readonly files: readonly ReportedFile[];
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
  readonly errorCount: number;
  readonly heldBecause: readonly HoldReason[];
  readonly ending: readonly { readonly studentId: string; readonly classId: string }[];
}

export interface ImportRow {
  readonly importId: string;
  /** Null: a file of schools. */
  readonly schoolId: string | null;
  readonly by: Actor;
  readonly at: Date;
  readonly fileName: string;
  readonly dryRun: boolean;
  readonly status: ImportStatus;
  /** Codes that a person has confirmed; null: nobody has. */
  readonly confirmed: readonly string[] | null;
  readonly confirmedBy: string | null;
  readonly attempt: number;
  readonly failures: number;
  readonly done: number;
  readonly total: number;
  readonly counts: ImportCounts | null;
  readonly report: ImportReport | null;
}

export interface NewImport {
  readonly importId: string;
  readonly schoolId: string | null;
  readonly by: Actor;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly dryRun: boolean;
  /** Lines of the files, for the progress. */
  readonly lines: number;
}

const ROW = `import_id as "importId", school_id as "schoolId", json_build_object('id', by_id, 'role', by_role) as by, at,
  file_name as "fileName", dry_run as "dryRun", status, confirmed, confirmed_by as "confirmedBy", attempt, failures, done,
  total, counts, report`;
/** 20 MB on a busy disk take longer than a click. */
const FILE_TIMEOUT_MS = 30_000;
/** Who works on an import says so again within this time. */
const CLAIM_SECONDS = 20;
/** Held longer than this, the school has other data by now. */
const HELD_DAYS = 14;

/** @throws DatabaseUnavailable, as all methods */
export class ImportRows {
  private readonly runner = randomUUID();

  constructor(
    private readonly db: Database,
    private readonly personalData: PersonalDataService,
  ) {}

  /** The same import again changes nothing. */
  async begin({ importId, schoolId, by, fileName, bytes, dryRun, lines }: NewImport): Promise<void> {
    if (await this.find(importId)) return;
    const file = await this.personalData.sealBytes(bytes, fileContext(importId));
    await this.db.transaction(
      (tx) =>
        tx.query(
          `insert into roster_imports (import_id, school_id, by_id, by_role, file_name, file, dry_run, status, total)
           values ($1, $2, $3, $4, $5, $6, $7, 'reading', $8) on conflict do nothing`,
          [importId, schoolId, by.id, by.role, fileName, file, dryRun, lines],
        ),
      { statementTimeoutMs: FILE_TIMEOUT_MS },
    );
  }

  async find(importId: string): Promise<ImportRow | null> {
    const { rows } = await this.db.query<ImportRow>(`select ${ROW} from roster_imports where import_id = $1`, [
      importId,
    ]);
    return rows[0] ?? null;
  }

  /** The newest first. @param before what the page before ended with */
  async list(
    schoolId: string | null,
    before: { readonly at: string; readonly importId: string } | null,
    limit: number,
  ): Promise<readonly ImportRow[]> {
    const { rows } = await this.db.query<ImportRow>(
      `select ${ROW} from roster_imports where ($1::text is null or school_id = $1)
         and ($2::timestamptz is null or (at, import_id) < ($2, $3::uuid))
       order by at desc, import_id desc limit $4`,
      [schoolId, before?.at ?? null, before?.importId ?? null, limit],
    );
    return rows;
  }

  /** The oldest that waits for somebody to work on it; with an id, that one. */
  async claim(importId: string | null = null): Promise<ImportRow | null> {
    const { rows } = await this.db.query<ImportRow>(
      `update roster_imports set runner = $1, runner_until = now() + make_interval(secs => $2)
       where import_id = (select import_id from roster_imports
         where status in ('reading', 'applying') and ($3::uuid is null or import_id = $3)
           and (runner is null or runner_until < now())
         order by at limit 1 for update skip locked)
       returning ${ROW}`,
      [this.runner, CLAIM_SECONDS, importId],
    );
    return rows[0] ?? null;
  }

  /** @returns false once somebody else has taken over */
  async progress(importId: string, done: number, total: number): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update roster_imports set done = $3, total = $4, runner_until = now() + make_interval(secs => $5)
       where import_id = $1 and runner = $2`,
      [importId, this.runner, done, total, CLAIM_SECONDS],
    );
    return rowCount === 1;
  }

  async file(importId: string): Promise<Buffer | null> {
    const { rows } = await this.db.transaction(
      (tx) => tx.query<{ file: Buffer | null }>('select file from roster_imports where import_id = $1', [importId]),
      { statementTimeoutMs: FILE_TIMEOUT_MS },
    );
    const file = rows[0]?.file;
    return file ? this.personalData.openBytes(file, fileContext(importId)) : null;
  }

  /** From here on the tables take it whole. @returns the number of the try */
  async applying(importId: string, report: ImportReport, counts: ImportCounts): Promise<number> {
    const { rows } = await this.db.query<{ attempt: number }>(
      `update roster_imports set status = 'applying', attempt = attempt + 1, report = $2, counts = $3, total = $4
       where import_id = $1 returning attempt`,
      [importId, JSON.stringify(report), JSON.stringify(counts), rowsOf(report)],
    );
    return rows[0]?.attempt ?? 1;
  }

  /** Settles it, or lets it wait for a person; the file goes unless it is held. */
  async settle(
    importId: string,
    status: Exclude<ImportStatus, 'reading' | 'applying'>,
    report: ImportReport | null,
    counts: ImportCounts | null,
  ): Promise<void> {
    await this.db.query(
      `update roster_imports set status = $2, report = coalesce($3, report), counts = coalesce($4, counts), runner = null,
         done = coalesce($5, total), total = coalesce($5, total), file = case when $2 = 'held' then file end, finished_at = now()
       where import_id = $1`,
      [importId, status, report && JSON.stringify(report), counts && JSON.stringify(counts), report && rowsOf(report)],
    );
    if (status !== 'held') await this.forgetFile(importId);
  }

  /** What was applied needs its file no more. */
  async forgetFile(importId: string): Promise<void> {
    await this.db.query('update roster_imports set file = null, runner = null, done = total where import_id = $1', [
      importId,
    ]);
    await this.personalData.eraseKey(fileContext(importId).subject);
  }

  /** Another try later. @returns how often it failed by a fault of ours */
  async release(importId: string, ourFault: boolean): Promise<number> {
    const { rows } = await this.db.query<{ failures: number }>(
      `update roster_imports set failures = failures + $3, runner_until = now() + interval '1 second'
       where import_id = $1 and runner = $2 returning failures`,
      [importId, this.runner, ourFault ? 1 : 0],
    );
    return rows[0]?.failures ?? 0;
  }

  /** A held file is to be looked at once more, and applied. @returns false where it is not held (any more) */
  async confirm(importId: string, by: Actor): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update roster_imports set status = 'reading', confirmed_by = $2, runner = null, finished_at = null, done = 0,
         confirmed = array(select r ->> 'code' from jsonb_array_elements(report -> 'heldBecause') as r)
       where import_id = $1 and status = 'held'`,
      [importId, by.id],
    );
    return rowCount === 1;
  }

  /** Files that nobody confirmed; their data are not kept for ever. */
  async dropHeld(): Promise<void> {
    const { rows } = await this.db.query<{ importId: string }>(
      `update roster_imports set status = 'refused', file = null
       where status = 'held' and finished_at < now() - make_interval(days => $1) returning import_id as "importId"`,
      [HELD_DAYS],
    );
    for (const { importId } of rows) await this.personalData.eraseKey(fileContext(importId).subject);
  }
}

function rowsOf({ files }: ImportReport): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}

export function fileContext(importId: string): SealContext {
  return { stream: 'roster-imports', subject: `import-${importId}`, field: 'file' };
}
