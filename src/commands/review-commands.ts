import { Injectable } from '@nestjs/common';
import { commandIdOf } from '../../domain/binding/identifiers.js';
import { findOutcome, waitForOutcome, type CommandOutcome } from '../../projections/command-outcome-queries.js';
import { Answer, etag } from '../http/answer.js';
import { ApiParts } from '../http/api-parts.js';
import { HttpProblem } from '../http/problem.js';
import { OutcomeUnknown } from './binding-gateway.js';
import { CommandRows, type Decision } from './command-rows.js';
import type { Caller } from './family-commands.js';

/** How long a click waits for its outcome before it is told to look again. */
const OUTCOME_PATIENCE_MS = 2000;

/** What became of a decision, as its sender reads it. */
export type DecisionOutcome =
  | { readonly commandId: string; readonly status: 'pending' }
  | {
      readonly commandId: string;
      readonly status: 'accepted' | 'refused';
      readonly code?: string;
      readonly revision: number;
    };

type WithoutEnvelope<D extends Decision> = D extends Decision ? Pick<D, 'type' | 'data'> : never;

@Injectable()
export class ReviewCommands {
  constructor(
    private readonly rows: CommandRows,
    private readonly parts: ApiParts,
  ) {}

  /**
   * Hands a decision to the workflow by signal, which outlives every outage, and waits for its outcome in the read model.
   * @param content of the decision, made only when it is sent: a note is sealed.
   * @throws HttpProblem idempotency-key-reused and outcome-unknown, EngineUnavailable, DatabaseUnavailable
   */
  async decide(
    on: { readonly requestId: string; readonly studentId: string; readonly applicantId: string },
    type: Decision['type'],
    caller: Caller,
    content: () => Promise<Decision['data']>,
  ): Promise<Answer> {
    const { call, actor, channel } = caller;
    const commandId = commandIdOf(call.principal, type, call.key, on.requestId, on.applicantId);
    const target = { requestId: on.requestId, studentId: on.studentId, commandId };
    const attempt = await this.rows.begin(call, target);
    if (attempt.answer) return attempt.answer;
    const known = await findOutcome(this.parts.db, commandId);
    if (!known) {
      const decision = {
        ...({ type, data: await content() } as WithoutEnvelope<Decision>),
        requestId: on.requestId,
        commandId,
        actor,
        channel,
      };
      await this.rows.keepDecision(call, decision, target);
      await this.signal(decision);
    }
    const outcome = known ?? (await waitForOutcome(this.parts.db, commandId, OUTCOME_PATIENCE_MS));
    if (!outcome) return pending(commandId);
    return this.rows.finish(
      call,
      target,
      new Answer(200, decisionOutcome(outcome), etag(outcome.revision)),
      outcome.revision,
    );
  }

  /** A signal whose answer was lost may have arrived all the same: its sender is told where to look. */
  private async signal(decision: Decision): Promise<void> {
    try {
      await this.parts.gateway.signalDecision(decision);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      throw new HttpProblem('outcome-unknown', { retryAfterSeconds: 2, commandId: decision.commandId });
    }
  }

  /** The outcome of one's own decision; null for another's. */
  async outcomeOf(principal: string, commandId: string): Promise<DecisionOutcome | null> {
    const row = await this.rows.findByCommand(principal, commandId);
    if (!row) return null;
    const outcome = await findOutcome(this.parts.db, commandId);
    if (!outcome) return { commandId, status: 'pending' };
    await this.rows.dropDecision(commandId);
    return decisionOutcome(outcome);
  }
}

function decisionOutcome({ commandId, status, code, revision }: CommandOutcome): DecisionOutcome {
  return { commandId, status, ...(code !== null && { code }), revision };
}

function pending(commandId: string): Answer {
  const location = `/api/v1/reviews/decisions/${commandId}`;
  return new Answer(202, { commandId, status: 'pending' }, { Location: location, 'Retry-After': '1' });
}
