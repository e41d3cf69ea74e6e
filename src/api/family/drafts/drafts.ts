import { Inject, Injectable } from '@nestjs/common';
import { isClosedCase } from '../../../../projections/binding-case/binding-case-queries.js';
import { bindingStream } from '../../../../workflows/names.js';
import { DATABASE, PERSONAL_DATA } from '../../http/parts/tokens.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { PersonalDataService } from '../../../people/privacy/personal-data.js';

/** Whose draft, in which case. */
export interface DraftOf {
  readonly requestId: string;
  readonly studentId: string;
  readonly principal: string;
}

/** 暫存: one JSON text per case and login, sealed under the pupil's key. All methods @throws DatabaseUnavailable. */
@Injectable()
export class Drafts {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
  ) {}

  async save(of: DraftOf, json: string): Promise<void> {
    const sealed = await this.personalData.seal(json, contextOf(of));
    await this.db.query(
      `insert into binding_drafts (request_id, principal, student_id, draft) values ($1, $2, $3, $4)
       on conflict (request_id, principal) do update set draft = excluded.draft, saved_at = now()`,
      [of.requestId, of.principal, of.studentId, sealed],
    );
    await this.dropThoseOfClosedCases();
  }

  /** The text as it was saved; null where there is none (any more). */
  async find(of: DraftOf): Promise<string | null> {
    const { rows } = await this.db.query<{ sealed: string }>(
      'select draft as sealed from binding_drafts where request_id = $1 and principal = $2',
      [of.requestId, of.principal],
    );
    const [row] = rows;
    if (!row) return null;
    const [json] = await this.personalData.openWhatIsLeft([{ sealed: row.sealed, context: contextOf(of) }]);
    return json ?? null;
  }

  async drop({ requestId, principal }: Pick<DraftOf, 'requestId' | 'principal'>): Promise<void> {
    await this.db.query('delete from binding_drafts where request_id = $1 and principal = $2', [requestId, principal]);
  }

  /** Nobody writes when a timer closes a case; the next one who saves anything clears them away. */
  private async dropThoseOfClosedCases(): Promise<void> {
    await this.db.query(`delete from binding_drafts d where ${isClosedCase('d.request_id')}`);
  }
}

function contextOf({ requestId, studentId, principal }: DraftOf): { stream: string; subject: string; field: string } {
  return { stream: bindingStream(requestId), subject: studentId, field: `draft ${principal}` };
}
