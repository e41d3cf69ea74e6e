import { Injectable } from '@nestjs/common';
import type { BindingCommands } from '../../../domain/binding/commands.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { CaseCommands, type AnsweredCommand, type Caller, type CaseRef } from '../commands/case-commands.js';
import { enteredBy, type SignedInCaller } from '../commands/sender.js';
import type { Answer } from '../http/answers/answer.js';
import { CaseAccess } from './case-access.js';

/** Makes the content of a command when it is sent: personal data are sealed then. */
type Content<T extends AnsweredCommand> = (
  on: CaseRef,
  commandId: string,
) => BindingCommands[T] | Promise<BindingCommands[T]>;

/** Finds the case of a call among those that its sender may write on, and sends the command there. */
@Injectable()
export class SendToCase {
  constructor(
    private readonly access: CaseAccess,
    private readonly commands: CaseCommands,
  ) {}

  /**
   * From the family, or from the registrar at the counter.
   * @param check throws for content that this sender may not send; called when the case is found and nothing is done yet
   * @throws HttpProblem not-found, and as CaseCommands.send
   */
  fromFamily<T extends AnsweredCommand>(
    type: T,
    id: string,
    sender: SignedInCaller,
    content: Content<T>,
    check?: () => void,
  ): Promise<Answer> {
    const { session } = sender;
    return this.send(type, this.access.ofFamily(id, session), enteredBy(session, sender), content, check);
  }

  /** From who reviews the case. @throws HttpProblem not-found, and as CaseCommands.send */
  fromReviewer<T extends AnsweredCommand>(
    type: T,
    id: string,
    sender: SignedInCaller,
    content: Content<T>,
  ): Promise<Answer> {
    return this.send(type, this.access.ofReviewer(id, sender.session), sender, content);
  }

  private async send<T extends AnsweredCommand>(
    type: T,
    found: Promise<CaseDocument>,
    sender: Caller,
    content: Content<T>,
    check?: () => void,
  ): Promise<Answer> {
    const on = caseRef(await found);
    check?.();
    return this.commands.send(type, on, sender, (commandId) => content(on, commandId));
  }
}

export function caseRef({ requestId, state }: CaseDocument): CaseRef {
  return { requestId, studentId: state.studentId };
}
