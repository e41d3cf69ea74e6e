import { Injectable } from '@nestjs/common';
import { commandIdOf } from '../../../domain/binding/identifiers.js';
import { deriveId } from '../../../domain/ids.js';
import { Answer } from '../http/answers/answer.js';
import { CommandRows, type ReviewDecision } from './command-rows.js';
import type { Caller } from './case-commands.js';
import type { DecisionAnswer } from './command-answers.js';
import { DecisionCommands, type ToDecide } from './decision-commands.js';

/** One decision of a batch as it was sent. */
export interface BatchItem {
  readonly type: ReviewDecision['type'];
  readonly requestId: string;
  readonly applicantId: string;
  readonly body: unknown;
  /** Null where the case is not there for the sender. */
  readonly decision: ToDecide | null;
}

/** Several decisions under one Idempotency-Key. */
@Injectable()
export class DecisionBatches {
  constructor(
    private readonly rows: CommandRows,
    private readonly reviews: DecisionCommands,
  ) {}

  /**
   * 200 {results: [an outcome each, in order]}. The whole has a row of its own, which ends once nothing is pending.
   * @param list looked up only when it was not answered before.
   * @throws HttpProblem idempotency-key-reused, EngineUnavailable, DatabaseUnavailable
   */
  async decide(caller: Caller, list: () => Promise<readonly BatchItem[]>): Promise<Answer> {
    const { principal, key } = caller.call;
    const id = deriveId(principal, 'DecideTogether', key);
    // It belongs to no pupil: its answer, which names codes only, is sealed under the sender's key.
    const whole = { requestId: id, commandId: id, studentId: principal };
    const attempt = await this.rows.begin(caller.call, whole);
    if (attempt.answer) return attempt.answer;
    const results = await this.resultsOf(await list(), caller);
    const answer = new Answer(200, { results });
    const isOver = results.every(({ status }) => status !== 'pending');
    return isOver ? this.rows.finish(caller.call, whole, answer, 0) : answer;
  }

  private async resultsOf(list: readonly BatchItem[], caller: Caller): Promise<readonly DecisionAnswer[]> {
    const found = list.flatMap(({ decision, body, ...one }) =>
      decision ? [{ ...decision, body, commandId: commandIdIn(one, caller) }] : [],
    );
    const outcomes = await this.reviews.decideBatch(found, caller);
    const byCommand = new Map(outcomes.map((outcome) => [outcome.commandId, outcome]));
    return list.map((one) => {
      const commandId = commandIdIn(one, caller);
      return byCommand.get(commandId) ?? { commandId, status: 'refused', code: 'not-found' };
    });
  }
}

/** Not the one that the route of a single decision would have under the same key: that is another action. */
function commandIdIn(
  { type, requestId, applicantId }: Pick<BatchItem, 'type' | 'requestId' | 'applicantId'>,
  { call }: Caller,
): string {
  return commandIdOf(call.principal, `${type} among several`, call.key, requestId, applicantId);
}
