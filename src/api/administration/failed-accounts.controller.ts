import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { caseOfApplicant, type ApplicantPlace } from '../../../projections/student-binding/student-binding-queries.js';
import { bindingStream } from '../../../workflows/names.js';
import { FamilyCommands, type Caller } from '../commands/case-commands.js';
import { Access } from '../http/access/access.js';
import type { Answer } from '../http/answers/answer.js';
import { ApiParts } from '../http/parts/api-parts.js';
import { HttpProblem } from '../http/problems/problem.js';
import { Sender } from '../http/access/signed-in.js';
import { AbandonmentBody } from './abandonment-body.js';

const ID = { id: { description: 'Id of the applicant, as the alarm names it.' } };
const WRITTEN = { 200: { says: 'Done. `ETag` is the new revision of the case.', schema: 'Accepted' } } as const;
const PROBLEMS = ['not-found', 'wrong-state', 'engine-unavailable', 'outcome-unknown'] as const;

/** What the administrator can do about an account that could not be created. */
@Controller('api/v1/admin/applicants')
export class FailedAccountsController {
  constructor(
    private readonly parts: ApiParts,
    private readonly commands: FamilyCommands,
  ) {}

  @Post(':id/account-retry')
  @HttpCode(200)
  @Access('retry-account', {
    emptyBody: true,
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Try again to create an account that failed',
    path: ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: PROBLEMS,
  })
  async retry(@Param('id') id: string, @Sender() sender: Caller): Promise<Answer> {
    const on = await this.placeOf(id);
    return this.commands.send('RetryAccount', on, sender, () => ({ applicantId: on.applicantId }));
  }

  @Post(':id/account-abandonment')
  @HttpCode(200)
  @Access('abandon-account', {
    body: AbandonmentBody,
    who: ['administrator'],
    tag: 'Administration',
    summary: 'Give up an account that failed: the applicant is settled without one',
    path: ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: PROBLEMS,
  })
  async abandon(
    @Param('id') id: string,
    @Body() { reason }: AbandonmentBody,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.placeOf(id);
    const context = { stream: bindingStream(on.requestId), subject: on.applicantId, field: 'abandonReason' };
    return this.commands.send('AbandonAccount', on, sender, async () => ({
      applicantId: on.applicantId,
      reason: await this.parts.personalData.seal(reason.trim(), context),
    }));
  }

  private async placeOf(id: string): Promise<ApplicantPlace> {
    const place = await caseOfApplicant(this.parts.db, id.toLowerCase());
    if (!place) throw new HttpProblem('not-found');
    return place;
  }
}
