import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { DecisionBatches, type BatchItem } from '../commands/decision-batches.js';
import { OUTCOMES } from '../commands/command-answers.js';
import { KeyedWrite } from '../commands/command-route.js';
import { Sender, type SignedInCaller } from '../commands/sender.js';
import { fewAtATime } from '../commands/few-at-a-time.js';
import type { ToDecide } from '../commands/decision-commands.js';
import { REVIEWERS } from '../../../domain/binding/vocabulary.js';
import type { Answer } from '../http/answers/answer.js';
import { HttpProblem } from '../http/problems/problem.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { DecisionsBody, wrongDecisions, type DecisionItem } from './decisions-body.js';
import { ReviewDecisions } from './review-decisions.js';

const TYPES = { approve: 'Approve', reject: 'Reject', 'request-correction': 'RequestCorrection' } as const;

/** 批次審核. */
@Controller('api/v1/reviews/decisions')
export class DecisionsController {
  constructor(
    private readonly decisions: ReviewDecisions,
    private readonly batches: DecisionBatches,
  ) {}

  @Post()
  @HttpCode(200)
  @KeyedWrite('decide-together', {
    body: DecisionsBody,
    who: REVIEWERS,
    tag: 'Review',
    summary: 'Several decisions at once, at most 50',
    description:
      'Each stands for itself: one that is refused, or not there for you (`code: not-found`), fails no other. What is `pending` can be asked for at GET /reviews/decisions/{commandId}.',
    answers: { 200: { says: 'An outcome each, in order.', schema: OUTCOMES } },
    problems: ['log-unavailable', 'engine-unavailable', 'outcome-unknown'],
  })
  async decide(@Body() { decisions }: DecisionsBody, @Sender() sender: SignedInCaller): Promise<Answer> {
    const errors = wrongDecisions(decisions);
    if (errors.length > 0) throw new HttpProblem('invalid-body', { errors });
    const { decisions: asSent } = sender.call.body as { readonly decisions: readonly unknown[] };
    return this.batches.decide(sender, () =>
      fewAtATime(decisions, (item, i) => this.listed(item, asSent[i], sender.session)),
    );
  }

  private async listed(item: DecisionItem, body: unknown, session: SignedIn): Promise<BatchItem> {
    const { bindingId: requestId, applicantId } = item;
    const decision = await this.decisionOf(item, session).catch((error: unknown) => {
      if (error instanceof HttpProblem && error.code === 'not-found') return null;
      throw error;
    });
    return { type: TYPES[item.decision], requestId, applicantId, body, decision };
  }

  /** What each needs is there: `wrongDecisions` has looked. */
  private async decisionOf(item: DecisionItem, session: SignedIn): Promise<ToDecide> {
    const { dossierRevision, formChecked = false, fields = [], reasonCode = '', note } = item;
    const on = await this.decisions.find(item.bindingId, item.applicantId, session);
    const reason = { dossierRevision, reasonCode, ...(note !== undefined && { note }) };
    switch (item.decision) {
      case 'approve':
        return this.decisions.approve(on, { dossierRevision, formChecked });
      case 'reject':
        return this.decisions.reject(on, reason);
      case 'request-correction':
        return this.decisions.requestCorrection(on, { ...reason, fields });
    }
  }
}
