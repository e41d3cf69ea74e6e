import { Body, Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { PERSONAL_DATA } from '../http/parts/tokens.js';
import type { Response } from 'express';
import { CaseCommand } from '../commands/command-route.js';
import { REVIEWERS } from '../../../domain/binding/vocabulary.js';
import { DecisionCommands } from '../commands/decision-commands.js';
import { OUTCOME, type DecisionAnswer } from '../commands/command-answers.js';
import { Access, MIN_REVISION } from '../http/access/access.js';
import type { Answer } from '../http/answers/answer.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import { CURSOR } from '../http/input/cursor.js';
import type { Language } from '../http/answers/language.js';
import { HttpProblem } from '../http/problems/problem.js';
import { countOf } from '../http/input/query.js';
import { tellRevision } from '../http/answers/revision-headers.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { Id } from '../http/input/id-param.js';
import { isUuid } from '../http/input/uuid.js';
import { CaseAccess } from '../case/case-access.js';
import { openCase } from '../case/case-values.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { ApprovalBody } from './approval-body.js';
import { COMPARED_FIELDS, COMPARISON, comparison, sentApplicant, type Comparison } from './comparison.js';
import { CorrectionBody } from './correction-body.js';
import { INBOX_PAGE, inboxItems, type InboxItem } from './inbox-item.js';
import { RejectionBody } from './rejection-body.js';
import { ReviewDecisions } from './review-decisions.js';
import { ReviewedCases, STATUSES } from '../case/reviewed-cases.js';

const PLACE = {
  bindingId: { description: '`bindingId` of the inbox.' },
  applicantId: { description: '`applicantId` of the inbox.' },
};
@Controller('api/v1/reviews')
export class ReviewsController {
  constructor(
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly readAccess: ReadAccessLog,
    private readonly access: CaseAccess,
    private readonly reviewed: ReviewedCases,
    private readonly decisions: ReviewDecisions,
    private readonly commands: DecisionCommands,
  ) {}

  @Get()
  @Access('list-reviews', {
    who: REVIEWERS,
    tag: 'Review',
    summary: 'The inbox, oldest due first',
    query: {
      status: { description: `One of ${STATUSES.join(', ')}; absent: pending-review.` },
      class: { description: 'Only this class.', example: '301' },
      ...CURSOR,
    },
    answers: { 200: { says: 'What waits for this reviewer.', schema: INBOX_PAGE } },
  })
  async inbox(
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
  ): Promise<{ items: readonly InboxItem[]; nextCursor: string | null }> {
    const { rows, next } = await this.reviewed.inbox(session, query);
    return { items: await inboxItems(this.personalData, rows, language), nextCursor: next };
  }

  @Get('decisions/:commandId')
  @Access('read-decision', {
    who: REVIEWERS,
    tag: 'Review',
    summary: 'The outcome of one’s own decision, or status pending',
    path: { commandId: { description: '`commandId` of the decision.' } },
    answers: { 200: { says: 'The outcome.', schema: OUTCOME } },
    problems: ['not-found'],
  })
  async decision(
    @Id('commandId') commandId: string,
    @Session() { principalId }: SignedIn,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DecisionAnswer> {
    const outcome = isUuid(commandId) ? await this.commands.outcomeOf(principalId, commandId) : null;
    if (!outcome) throw new HttpProblem('not-found');
    if ('revision' in outcome && outcome.revision !== undefined) tellRevision(response, outcome.revision);
    return outcome;
  }

  @Get(':bindingId/applicants/:applicantId/comparison')
  @Access('compare-application', {
    who: REVIEWERS,
    tag: 'Review',
    summary: '對照申請書: the values in full; the look is logged',
    path: PLACE,
    query: MIN_REVISION,
    answers: {
      200: { says: 'The application. `ETag` is the revision of the case.', schema: COMPARISON, revision: true },
    },
    problems: ['not-found', 'log-unavailable'],
  })
  async compare(
    @Id('bindingId') bindingId: string,
    @Id('applicantId') applicantId: string,
    @Session() session: SignedIn,
    @Speaks() language: Language,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Comparison> {
    const minRevision = countOf(query, 'min_revision');
    const document = await this.access.ofReviewer(bindingId, session, minRevision);
    const { requestId, revision } = document;
    const subjectId = sentApplicant(document, applicantId).applicantId;
    const actor = { id: session.principalId, role: session.role };
    await this.readAccess.record({
      actor,
      through: 'compare-application',
      subjectId,
      requestId,
      fields: COMPARED_FIELDS,
    });
    const opened = await openCase(this.personalData, document);
    tellRevision(response, revision, minRevision);
    return comparison(document, opened, subjectId, language);
  }

  @CaseCommand('Approve', 'POST :bindingId/applicants/:applicantId/approval', {
    name: 'approve',
    who: REVIEWERS,
    summary: '通過, on exactly the dossier that was on the screen',
    body: ApprovalBody,
  })
  async approve(
    @Id('bindingId') bindingId: string,
    @Id('applicantId') applicantId: string,
    @Body() body: ApprovalBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const on = await this.decisions.find(bindingId, applicantId, sender.session);
    return this.commands.decide(this.decisions.approve(on, body), sender);
  }

  @CaseCommand('Reject', 'POST :bindingId/applicants/:applicantId/rejection', {
    name: 'reject',
    who: REVIEWERS,
    summary: '不通過, with a reason',
    body: RejectionBody,
  })
  async reject(
    @Id('bindingId') bindingId: string,
    @Id('applicantId') applicantId: string,
    @Body() body: RejectionBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const on = await this.decisions.find(bindingId, applicantId, sender.session);
    return this.commands.decide(this.decisions.reject(on, body), sender);
  }

  @CaseCommand('RequestCorrection', 'POST :bindingId/applicants/:applicantId/correction', {
    name: 'request-correction',
    who: REVIEWERS,
    summary: '請補正: opens the named fields to the family again',
    body: CorrectionBody,
  })
  async requestCorrection(
    @Id('bindingId') bindingId: string,
    @Id('applicantId') applicantId: string,
    @Body() body: CorrectionBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const on = await this.decisions.find(bindingId, applicantId, sender.session);
    return this.commands.decide(this.decisions.requestCorrection(on, body), sender);
  }
}
