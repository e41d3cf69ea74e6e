import { Injectable } from '@nestjs/common';
import { deriveId } from '../../../domain/ids.js';
import { Answer } from '../http/answers/answer.js';
import type { By } from '../../people/roster/office/roster-office.js';
import { CommandRows } from './command-rows.js';
import type { SignedInCaller } from './sender.js';

/** Writes with an Idempotency-Key that are on no case: the same call is the same command and has the same answer. */
@Injectable()
export class OfficeWrites {
  constructor(private readonly rows: CommandRows) {}

  /**
   * @param subject under whose key the answer is sealed
   * @throws HttpProblem idempotency-key-reused, and what `work` throws; then the call is open and may be made again
   */
  async once({ call, actor }: SignedInCaller, subject: string, work: (by: By) => Promise<Answer>): Promise<Answer> {
    const commandId = deriveId(call.principal, 'office', call.method, call.path, call.key);
    const target = { requestId: commandId, commandId, studentId: subject };
    const attempt = await this.rows.begin(call, target);
    if (attempt.answer) return attempt.answer;
    return this.rows.finish(call, target, await work({ commandId, actor }), 0);
  }
}
