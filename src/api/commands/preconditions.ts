import { Inject, Injectable } from '@nestjs/common';
import { caseOf } from '../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../workflows/names.js';
import type { Answer } from '../http/answers/answer.js';
import { EVENT_LOG } from '../http/parts/tokens.js';
import type { EventLog } from '../../../eventstore/port.js';
import { refused, type ReplyContext } from './command-answers.js';

/** If-Match of a call, before anything is done for it; docs/adr/0019-if-match.md says where it is looked at again. */
@Injectable()
export class Preconditions {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /**
   * @returns 412 `revision-changed` when the case stands elsewhere; null when the call may go on, as it may when its
   * command was carried out before.
   * @throws Unavailable
   */
  async refusalOf(
    { requestId, commandId }: { readonly requestId: string; readonly commandId: string },
    { ifMatch, ...reply }: ReplyContext & { readonly ifMatch?: readonly number[] },
  ): Promise<Answer | null> {
    if (ifMatch === undefined) return null;
    const events = await this.log.readStream(bindingStream(requestId));
    const document = caseOf(events);
    if (!document || events.some(({ metadata }) => metadata['commandId'] === commandId)) return null;
    const { revision } = document;
    return ifMatch.includes(revision)
      ? null
      : refused({ status: 'refused', code: 'revision-changed', revision }, reply);
  }
}
