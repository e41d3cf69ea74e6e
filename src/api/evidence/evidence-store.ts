import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Unopenable } from '../../../activities/ports/personal-data.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { bindingStream } from '../../../workflows/names.js';
import { DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import type { CleanFile } from './clean-file.js';
import type { KeptKind } from './file-kind.js';

export interface EvidencePlace {
  readonly evidenceId: string;
  readonly requestId: string;
  readonly applicantId: string;
}

export interface KeptEvidence {
  readonly type: KeptKind;
  /** Bytes. */
  readonly size: number;
  /** Of what is kept, hexadecimal. */
  readonly sha256: string;
}

/** A file takes longer than what a click may take. */
const FILE_TIMEOUT_MS = 5000;

const FIELDS = 'type, size, sha256';

/** Rows of `evidence`: the files themselves, sealed under the key of their applicant. */
@Injectable()
export class EvidenceStore {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
  ) {}

  /** What stands under this id: a command that is sent again keeps nothing twice. */
  async find(evidenceId: string): Promise<KeptEvidence | null> {
    const { rows } = await this.db.query<KeptEvidence>(`select ${FIELDS} from evidence where evidence_id = $1`, [
      evidenceId,
    ]);
    return rows[0] ?? null;
  }

  /** @returns what stands: a twin of the call may have been first. @throws Unopenable when the applicant was erased */
  async put(place: EvidencePlace, { type, bytes }: CleanFile): Promise<KeptEvidence> {
    const kept = { type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    const sealed = await this.personalData.sealBytes(bytes, contextOf(place));
    const { rowCount } = await this.withTime((tx) =>
      tx.query(
        `insert into evidence (evidence_id, request_id, applicant_id, ${FIELDS}, sealed)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [place.evidenceId, place.requestId, place.applicantId, kept.type, kept.size, kept.sha256, sealed],
      ),
    );
    return rowCount === 1 ? kept : ((await this.find(place.evidenceId)) ?? kept);
  }

  /** Null when it has gone, or its applicant was erased. */
  async open(place: EvidencePlace): Promise<CleanFile | null> {
    const { rows } = await this.withTime((tx) =>
      tx.query<{ type: KeptKind; sealed: Buffer }>(
        'select type, sealed from evidence where evidence_id = $1 and request_id = $2 and applicant_id = $3',
        [place.evidenceId, place.requestId, place.applicantId],
      ),
    );
    const [row] = rows;
    if (!row) return null;
    try {
      return { type: row.type, bytes: await this.personalData.openBytes(row.sealed, contextOf(place)) };
    } catch (error) {
      if (error instanceof Unopenable && error.reason === 'erased') return null;
      throw error;
    }
  }

  async delete(evidenceId: string): Promise<void> {
    await this.db.query('delete from evidence where evidence_id = $1', [evidenceId]);
  }

  /** Deletes what a crash left behind: rows that no event names although their command had a day to arrive. */
  async deleteOrphans(applicantId: string, named: readonly string[]): Promise<void> {
    await this.db.query(
      `delete from evidence where applicant_id = $1 and evidence_id <> all($2::uuid[])
       and kept_at < now() - interval '1 day'`,
      [applicantId, named],
    );
  }

  private withTime<T>(work: (tx: SqlQuery) => Promise<T>): Promise<T> {
    return this.db.transaction(work, { statementTimeoutMs: FILE_TIMEOUT_MS });
  }
}

function contextOf({ evidenceId, requestId, applicantId }: EvidencePlace) {
  return { stream: bindingStream(requestId), subject: applicantId, field: `evidence-${evidenceId}` };
}
