import { Inject, Injectable } from '@nestjs/common';
import type { SealContext } from '../../../activities/ports/personal-data.js';
import type { CommandOf, DecisionType } from '../../../domain/binding/commands.js';
import type { Sealed } from '../../../domain/sealed.js';
import { bindingStream } from '../../../workflows/names.js';
import { Answer, etag } from '../http/answers/answer.js';
import { CONFIG, DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import type { Config } from '../../config/config.js';
import { HttpProblem } from '../http/problems/problem.js';
import { bodyHmac, type Call } from './call.js';

/** The command that a call stands for. */
export interface Target {
  readonly requestId: string;
  readonly commandId: string;
  /** Under whose key the answer is sealed. */
  readonly studentId: string;
}

/** The row of a call: where its command went, and its answer once there is one. */
export interface CallRow extends Target {
  readonly answer: Answer | null;
  /** A decision of this call was handed over before, and its outcome is not known yet. */
  readonly handedOver: boolean;
  /** Why its decision was never carried out, where no case has it. */
  readonly refusal: Refusal | null;
}

/** `replaced`: by a newer decision, before it could be sent; `not-found`: there is no such case or applicant. */
export type Refusal = 'replaced' | 'not-found';

export type ReviewDecision = CommandOf<DecisionType>;

interface Row {
  readonly request_id: string;
  readonly command_id: string;
  readonly student_id: string;
  readonly body_hmac: Buffer;
  readonly status: number | null;
  readonly revision: string | null;
  readonly answer: Sealed | null;
  readonly handed_over: boolean;
  readonly refusal: Refusal | null;
}

/** What the row seals: the answer as it went out. */
type StoredAnswer = Pick<Answer, 'body' | 'headers'>;

const FIELDS =
  'request_id, command_id, student_id, body_hmac, status, revision, answer, command is not null as handed_over, refusal';
const OF_CALL = 'principal = $1 and method = $2 and path = $3 and key = $4';

/** Rows of `command_requests`: they make a write with the same Idempotency-Key the same command with the same answer. */
@Injectable()
export class CommandRows {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'indexKey'>,
  ) {}

  /** Writes the row before the command is sent, or returns the existing one. @throws HttpProblem idempotency-key-reused */
  async begin(call: Call, target: Target): Promise<CallRow> {
    const hmac = bodyHmac(call, this.config.indexKey);
    await this.db.query(
      `insert into command_requests (principal, method, path, key, body_hmac, request_id, command_id, student_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [...place(call), hmac, target.requestId, target.commandId, target.studentId],
    );
    const row = await this.find(call);
    if (!row.body_hmac.equals(hmac)) throw new HttpProblem('idempotency-key-reused');
    return this.callRowOf(row);
  }

  /**
   * The row of a call that was made before, answered or not, also where its place has gone since; null for a new call.
   * @throws HttpProblem idempotency-key-reused
   */
  async begun(call: Call): Promise<CallRow | null> {
    const row = await this.lookUp(call);
    if (!row) return null;
    if (!row.body_hmac.equals(bodyHmac(call, this.config.indexKey))) throw new HttpProblem('idempotency-key-reused');
    return this.callRowOf(row);
  }

  /** As `begun`, its answer. */
  async answered(call: Call): Promise<Answer | null> {
    return (await this.begun(call))?.answer ?? null;
  }

  /** Points the call's row at another request, unless a concurrent duplicate already has. @returns where it points now */
  async redirect(call: Call, from: Target, target: Target): Promise<CallRow> {
    await this.db.query(
      `update command_requests set request_id = $5, command_id = $6, student_id = $7
       where ${OF_CALL} and request_id = $8 and status is null`,
      [...place(call), target.requestId, target.commandId, target.studentId, from.requestId],
    );
    return this.callRowOf(await this.find(call));
  }

  /** Keeps the command of a decision until its outcome is in the log, so that it is not lost between the two. */
  async keepDecision(call: Call, decision: ReviewDecision, target: Target): Promise<void> {
    const sealed = await this.personalData.seal(JSON.stringify(decision), decisionContext(target));
    await this.db.query(
      `update command_requests set command = $5, applicant_id = $6, never_sent = false
       where ${OF_CALL} and status is null`,
      [...place(call), sealed, decision.data.applicantId],
    );
  }

  /** Temporal could not be reached: the decision is kept, and sent when it is back, unless a newer one replaces it. */
  async noteNeverSent(commandId: string): Promise<void> {
    const sql = 'update command_requests set never_sent = true where command_id = $1 and command is not null';
    await this.db.query(sql, [commandId]);
  }

  /** What this reviewer decided before on the applicant, and what was never sent, is not carried out any more. */
  async replaceNeverSent(principal: string, { commandId, data }: ReviewDecision): Promise<void> {
    await this.db.query(
      `update command_requests set refusal = 'replaced', command = null, never_sent = false
       where principal = $1 and applicant_id = $2 and never_sent and command is not null and command_id <> $3`,
      [principal, data.applicantId, commandId],
    );
  }

  /** Called once the outcome is in the log: the command need not be sent again. */
  async dropDecision(commandId: string): Promise<void> {
    await this.db.query('update command_requests set command = null where command_id = $1 and command is not null', [
      commandId,
    ]);
  }

  /** Ends the row with an answer of the rules. @returns the stored answer: a concurrent duplicate may have been first */
  async finish(call: Call, target: Target, answer: Answer, revision: number): Promise<Answer> {
    const kept: StoredAnswer = { body: answer.body, headers: answer.headers };
    const sealed = await this.personalData.seal(JSON.stringify(kept), context(target, 'answer'));
    const { rowCount } = await this.db.query(
      `update command_requests set status = $5, revision = $6, answer = $7, command = null, finished_at = now()
       where ${OF_CALL} and status is null`,
      [...place(call), answer.status, revision, sealed],
    );
    if (rowCount === 1) return answer;
    return (await this.callRowOf(await this.find(call))).answer ?? answer;
  }

  /** Where a decision of this principal went; null for one that is not theirs. */
  async findByCommand(principal: string, commandId: string): Promise<Pick<CallRow, 'requestId' | 'refusal'> | null> {
    const { rows } = await this.db.query<Pick<CallRow, 'requestId' | 'refusal'>>(
      `select request_id as "requestId", refusal from command_requests
       where principal = $1 and command_id = $2 order by refusal nulls last limit 1`,
      [principal, commandId],
    );
    return rows[0] ?? null;
  }

  private async find(call: Call): Promise<Row> {
    const row = await this.lookUp(call);
    if (!row) throw new Error('the row of a call has gone');
    return row;
  }

  private async lookUp(call: Call): Promise<Row | undefined> {
    const { rows } = await this.db.query<Row>(`select ${FIELDS} from command_requests where ${OF_CALL}`, place(call));
    return rows[0];
  }

  private async callRowOf(row: Row): Promise<CallRow> {
    const target = { requestId: row.request_id, commandId: row.command_id, studentId: row.student_id };
    const answer = row.status === null ? null : await this.answerOf(row, row.status, target);
    return { ...target, answer, handedOver: row.handed_over, refusal: row.refusal };
  }

  private async answerOf(row: Row, status: number, target: Target): Promise<Answer> {
    const revision = Number(row.revision);
    const [opened] = row.answer
      ? await this.personalData.openWhatIsLeft([{ sealed: row.answer, context: context(target, 'answer') }])
      : [];
    // The pupil was erased: what is left says only that it was done, and where.
    if (!opened) return new Answer(status, { commandId: target.commandId, revision }, etag(revision));
    const { body, headers } = JSON.parse(opened) as StoredAnswer;
    return new Answer(status, body, headers);
  }
}

function place({ principal, method, path, key }: Call): readonly string[] {
  return [principal, method, path, key];
}

/** Under what a kept decision is sealed. */
export function decisionContext(target: Pick<Target, 'requestId' | 'studentId'>): SealContext {
  return context(target, 'command');
}

function context({ requestId, studentId }: Pick<Target, 'requestId' | 'studentId'>, field: string): SealContext {
  return { stream: bindingStream(requestId), subject: studentId, field };
}
