import { Body, Controller } from '@nestjs/common';
import { BINDING_EVENTS } from '../../../domain/binding/events.js';
import { PAPER_DOCUMENTS } from '../../../domain/binding/vocabulary.js';
import { SendToCase } from '../case/send-to-case.js';
import { CaseCommands } from '../commands/case-commands.js';
import { CaseCommand } from '../commands/command-route.js';
import { SealText } from '../commands/seal-text.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import type { Answer } from '../http/answers/answer.js';
import { Id } from '../http/input/id-param.js';
import { PaperFormBody } from './paper-form-body.js';
import { ReviewDecisions } from './review-decisions.js';
import { TakeOverBody } from './take-over-body.js';

/** What the school does to a case under review beside deciding it. */
@Controller('api/v1/reviews')
export class SchoolStepsController {
  constructor(
    private readonly decisions: ReviewDecisions,
    private readonly commands: CaseCommands,
    private readonly send: SendToCase,
    private readonly texts: SealText,
  ) {}

  @CaseCommand('TakeOver', 'POST :bindingId/take-over', {
    name: 'take-over',
    who: ['registrar'],
    summary: '註冊組代審: take over what waits for the class teacher, or lies with the administrator',
    body: TakeOverBody,
  })
  takeOver(
    @Id('bindingId') bindingId: string,
    @Body() { reason }: TakeOverBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.send.fromReviewer('TakeOver', bindingId, sender, async ({ requestId, studentId }) => ({
      reason: await this.texts.seal(reason, BINDING_EVENTS.ReviewTakenOver.fields.reason, { requestId, studentId }),
    }));
  }

  @CaseCommand('RecordPaperForm', 'POST :bindingId/paper-form', {
    name: 'record-paper-form',
    who: ['class-teacher', 'registrar'],
    summary: '收到申請書: what came on paper; where the school waits for it, the review begins',
    body: PaperFormBody,
  })
  async recordPaperForm(
    @Id('bindingId') bindingId: string,
    @Body() body: PaperFormBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const on = await this.decisions.find(bindingId, body.applicantId, sender.session);
    // In the order of the list, each once.
    const documents = PAPER_DOCUMENTS.filter((one) => body.documents.includes(one));
    return this.commands.send('RecordPaperForm', on, sender, () => ({ applicantId: on.applicantId, documents }));
  }
}
