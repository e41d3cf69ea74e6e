import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { PAPER_DOCUMENTS } from '../../../domain/binding/vocabulary.js';
import { bindingStream } from '../../../workflows/names.js';
import { FamilyCommands, type Caller } from '../commands/case-commands.js';
import { Access } from '../http/access/access.js';
import type { Answer } from '../http/answers/answer.js';
import { ApiParts } from '../http/parts/api-parts.js';
import { Sender, Session } from '../http/access/signed-in.js';
import { CaseAccess } from '../case/case-access.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { PaperFormBody } from './paper-form-body.js';
import { ReviewDecisions } from './review-decisions.js';
import { TakeOverBody } from './take-over-body.js';

const PLACE = { bindingId: { description: '`bindingId` of the inbox.' } };
const WRITTEN = { 200: { says: 'Done. `ETag` is the new revision.', schema: 'Accepted' } } as const;
const PROBLEMS = [
  'not-found',
  'not-your-class',
  'wrong-state',
  'log-unavailable',
  'engine-unavailable',
  'outcome-unknown',
] as const;

/** What the school does to a case under review beside deciding it. */
@Controller('api/v1/reviews')
export class SchoolStepsController {
  constructor(
    private readonly parts: ApiParts,
    private readonly access: CaseAccess,
    private readonly decisions: ReviewDecisions,
    private readonly commands: FamilyCommands,
  ) {}

  @Post(':bindingId/take-over')
  @HttpCode(200)
  @Access('take-over', {
    body: TakeOverBody,
    who: ['registrar'],
    tag: 'Review',
    summary: '註冊組代審: take over what waits for the class teacher, or lies with the administrator',
    path: PLACE,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...PROBLEMS, 'own-child', 'own-entry', 'wrong-stage'],
  })
  async takeOver(
    @Param('bindingId') bindingId: string,
    @Body() { reason }: TakeOverBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const { requestId, state } = await this.access.ofReviewer(bindingId, session);
    const context = { stream: bindingStream(requestId), subject: state.studentId, field: 'takeOverReason' };
    return this.commands.send('TakeOver', { requestId, studentId: state.studentId }, sender, async () => ({
      reason: await this.parts.personalData.seal(reason.trim(), context),
    }));
  }

  @Post(':bindingId/paper-form')
  @HttpCode(200)
  @Access('record-paper-form', {
    body: PaperFormBody,
    who: ['class-teacher', 'registrar'],
    tag: 'Review',
    summary: '收到申請書: what came on paper; where the school waits for it, the review begins',
    path: PLACE,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...PROBLEMS, 'already-recorded'],
  })
  async recordPaperForm(
    @Param('bindingId') bindingId: string,
    @Body() body: PaperFormBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.decisions.find(bindingId, body.applicantId, session);
    // In the order of the list, each once.
    const documents = PAPER_DOCUMENTS.filter((one) => body.documents.includes(one));
    return this.commands.send('RecordPaperForm', on, sender, () => ({ applicantId: on.applicantId, documents }));
  }
}
