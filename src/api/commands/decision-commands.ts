import { Inject, Injectable } from '@nestjs/common';
import { commandIdOf } from '../../../domain/binding/identifiers.js';
import {
  findOutcome,
  waitForOutcome,
  waitForOutcomes,
  type CommandOutcome,
} from '../../../projections/command-outcome/command-outcome-queries.js';
import { Answer, etag } from '../http/answers/answer.js';
import { DATABASE, GATEWAY } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import { HttpProblem } from '../http/problems/problem.js';
import { EngineUnavailable, OutcomeUnknown, type BindingGateway } from '../../adapters/temporal/binding-gateway.js';
import type { Call } from './call.js';
import type { DecisionAnswer } from './command-answers.js';
import { fewAtATime } from './few-at-a-time.js';
import { CommandRows, type Refusal, type ReviewDecision, type Target } from './command-rows.js';
import { Preconditions } from './preconditions.js';
import type { Caller } from './case-commands.js';

/** How long a call waits for the outcome before it answers 202. */
const OUTCOME_PATIENCE_MS = 2000;

/** A decision about one applicant, before it has a command. */
export interface ToDecide {
  readonly on: { readonly requestId: string; readonly studentId: string; readonly applicantId: string };
  readonly type: ReviewDecision['type'];
  /** Made only when it is sent: a note is sealed. */
  readonly content: () => Promise<ReviewDecision['data']>;
}

/** One of several decisions in one call. */
export interface BatchedDecision extends ToDecide {
  readonly commandId: string;
  /** This decision's part of the request body. */
  readonly body: unknown;
}

interface HandedOver {
  readonly call: Call;
  readonly target: Target;
  /** Present if this decision already has an answer. */
  readonly answer: Answer | null;
}

type WithoutEnvelope<D extends ReviewDecision> = D extends ReviewDecision ? Pick<D, 'type' | 'data'> : never;

@Injectable()
export class DecisionCommands {
  constructor(
    private readonly rows: CommandRows,
    private readonly preconditions: Preconditions,
    @Inject(DATABASE) private readonly db: Database,
    @Inject(GATEWAY) private readonly gateway: BindingGateway,
  ) {}

  /**
   * Hands a decision to the workflow by signal, which outlives every outage, and waits for its outcome in the read model.
   * While Temporal is away it is kept, and its answer is pending.
   * @throws HttpProblem idempotency-key-reused and outcome-unknown, DatabaseUnavailable
   */
  async decide(decision: ToDecide, caller: Caller): Promise<Answer> {
    const { on, type } = decision;
    const commandId = commandIdOf(caller.call.principal, type, caller.call.key, on.requestId, on.applicantId);
    const sent = await this.hand(decision, commandId, caller);
    if (sent.answer) return sent.answer;
    const outcome = await waitForOutcome(this.db, commandId, OUTCOME_PATIENCE_MS);
    return outcome ? this.finish(sent, outcome) : pending(commandId);
  }

  /**
   * Hands over all of them first and waits for all together: one row of `command_requests` each, so that an outcome can
   * be asked for. @returns the outcomes in the same order. @throws DatabaseUnavailable: send it again
   */
  async decideBatch(decisions: readonly BatchedDecision[], caller: Caller): Promise<readonly DecisionAnswer[]> {
    const sent = await fewAtATime(decisions, (decision) => this.handInBatch(decision, caller));
    const waiting = sent.filter(({ answer }) => !answer).map(({ target }) => target.commandId);
    const outcomes = await waitForOutcomes(this.db, waiting, OUTCOME_PATIENCE_MS);
    return fewAtATime(sent, async (one) => {
      const outcome = outcomes.get(one.target.commandId);
      const answer = one.answer ?? (outcome ? await this.finish(one, outcome) : pending(one.target.commandId));
      return answer.body as DecisionAnswer;
    });
  }

  /** A signal that may have been lost does not fail the others: its decision is pending until it is sent again. */
  private async handInBatch(decision: BatchedDecision, caller: Caller): Promise<HandedOver> {
    const { on, body, commandId } = decision;
    const { ifMatch: _ofOneCase, ...sender } = caller;
    const call = { ...caller.call, path: `${caller.call.path}/${on.requestId}/${on.applicantId}`, body };
    try {
      return await this.hand(decision, commandId, { ...sender, call });
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.code !== 'outcome-unknown') throw error;
      return { call, target: targetOf(decision, commandId), answer: null };
    }
  }

  private async hand(decision: ToDecide, commandId: string, caller: Caller): Promise<HandedOver> {
    const { call, actor, channel } = caller;
    const target = targetOf(decision, commandId);
    const { answer, handedOver, refusal } = await this.rows.begin(call, target);
    if (!answer && refusal) return { call, target, answer: new Answer(200, refused(commandId, refusal)) };
    if (answer || (await findOutcome(this.db, commandId))) return { call, target, answer };
    const changed = handedOver ? null : await this.preconditions.refusalOf(target, caller);
    if (changed) return { call, target, answer: changed };
    const { on, type, content } = decision;
    const command = {
      ...({ type, data: await content() } as WithoutEnvelope<ReviewDecision>),
      requestId: on.requestId,
      commandId,
      actor,
      channel,
    };
    await this.rows.replaceNeverSent(call.principal, command);
    await this.rows.keepDecision(call, command, target);
    await this.signal(command);
    return { call, target, answer: null };
  }

  private async finish({ call, target }: HandedOver, outcome: CommandOutcome): Promise<Answer> {
    const answer = new Answer(200, decisionOutcome(outcome), etag(outcome.revision));
    return this.rows.finish(call, target, answer, outcome.revision);
  }

  /** A signal without an answer may have arrived: the problem names the command, so that its sender can ask for the outcome. */
  private async signal(decision: ReviewDecision): Promise<void> {
    try {
      await this.gateway.signalDecision(decision);
    } catch (error) {
      // Kept, it is sent when Temporal is back: its sender is not asked to click again.
      if (error instanceof EngineUnavailable) return this.rows.noteNeverSent(decision.commandId);
      if (!(error instanceof OutcomeUnknown)) throw error;
      throw new HttpProblem('outcome-unknown', { retryAfterSeconds: 2, commandId: decision.commandId });
    }
  }

  /** The outcome of one's own decision; null for another's. */
  async outcomeOf(principal: string, commandId: string): Promise<DecisionAnswer | null> {
    const row = await this.rows.findByCommand(principal, commandId);
    if (!row) return null;
    if (row.refusal !== null) return refused(commandId, row.refusal);
    const outcome = await findOutcome(this.db, commandId);
    if (!outcome) return { commandId, status: 'pending' };
    await this.rows.dropDecision(commandId);
    return decisionOutcome(outcome);
  }
}

function targetOf({ on }: ToDecide, commandId: string): Target {
  return { requestId: on.requestId, studentId: on.studentId, commandId };
}

function decisionOutcome({ commandId, status, code, revision }: CommandOutcome): DecisionAnswer {
  return { commandId, status, ...(code !== null && { code }), revision };
}

/** Of a decision that no case has: there is no revision. */
function refused(commandId: string, code: Refusal): DecisionAnswer {
  return { commandId, status: 'refused', code };
}

function pending(commandId: string): Answer {
  const location = `/api/v1/reviews/decisions/${commandId}`;
  return new Answer(202, { commandId, status: 'pending' }, { Location: location, 'Retry-After': '1' });
}
