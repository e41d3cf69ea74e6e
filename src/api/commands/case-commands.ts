import { Inject, Injectable } from '@nestjs/common';
import type { BindingCommands, CommandOf, CommandType, DecisionType } from '../../../domain/binding/commands.js';
import type { Actor } from '../../../domain/binding/metadata.js';
import { commandIdOf } from '../../../domain/binding/identifiers.js';
import type { Channel } from '../../../domain/binding/vocabulary.js';
import type { Answer } from '../http/answers/answer.js';
import { GATEWAY } from '../http/parts/tokens.js';
import type { BindingGateway } from '../../adapters/temporal/binding-gateway.js';
import type { Call } from './call.js';
import { accepted, endsTheRow, refused, type ReplyContext } from './command-answers.js';
import { CommandRows, type CallRow, type Target } from './command-rows.js';
import { Preconditions } from './preconditions.js';

/** Commands that wait for their answer: all but a reviewer's decisions, and what the system asks itself. */
export type AnsweredCommand = Exclude<
  CommandType,
  DecisionType | 'Open' | 'PassDeadline' | 'RecordAccount' | 'ReleaseAccount'
>;

export interface Caller extends ReplyContext {
  readonly call: Call;
  readonly actor: Actor;
  readonly channel: Channel;
  /** Revisions of If-Match; absent: none was asked for. */
  readonly ifMatch?: readonly number[];
}

/** The case that a call is about. */
export interface CaseRef {
  readonly requestId: string;
  readonly studentId: string;
  /** What of the request the call is about, where one key may serve two of them: an applicantId, for example. */
  readonly subject?: string;
}

@Injectable()
export class CaseCommands {
  constructor(
    private readonly rows: CommandRows,
    private readonly preconditions: Preconditions,
    @Inject(GATEWAY) private readonly gateway: BindingGateway,
  ) {}

  /**
   * Sends a command to a case and waits for the answer of its rules.
   * @param content of the command, made only when it is sent: it seals personal data.
   * @param answerOf what is answered once the command is accepted; absent: {commandId, status, revision}.
   * @throws HttpProblem idempotency-key-reused, EngineUnavailable, OutcomeUnknown, DatabaseUnavailable
   */
  async send<T extends AnsweredCommand>(
    type: T,
    on: CaseRef,
    caller: Caller,
    content: (commandId: string) => Promise<BindingCommands[T]> | BindingCommands[T],
    answerOf: (revision: number, commandId: string) => Answer = (revision, commandId) => accepted(commandId, revision),
  ): Promise<Answer> {
    const { call, actor, channel, ifMatch } = caller;
    const { requestId, studentId } = on;
    const commandId = this.commandIdOf(type, on, caller);
    const target: Target = { requestId, studentId, commandId };
    const attempt = await this.rows.begin(call, target);
    if (attempt.answer) return attempt.answer;
    const changed = await this.preconditions.refusalOf(target, caller);
    if (changed) return changed;
    const data = await content(commandId);
    const command = { type, requestId, commandId, actor, channel, data, ...(ifMatch && { ifRevision: ifMatch }) };
    // TypeScript cannot follow a type parameter through the union of commands.
    const outcome = await this.gateway.send(command as unknown as CommandOf<T>);
    const answer = outcome.status === 'accepted' ? answerOf(outcome.revision, commandId) : refused(outcome, caller);
    return endsTheRow(answer) ? this.rows.finish(call, target, answer, outcome.revision) : answer;
  }

  /** What has become of a call that was made before: for one about an applicant whom another 確認送出 may have replaced since. */
  begun({ call }: Caller): Promise<CallRow | null> {
    return this.rows.begun(call);
  }

  /** The id under which `send` gives this call's command to the case, each time the call is made. */
  commandIdOf(type: AnsweredCommand, { requestId, subject }: CaseRef, { call }: Caller): string {
    return commandIdOf(call.principal, type, call.key, requestId, subject);
  }
}
