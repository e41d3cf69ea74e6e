import { Body, Controller, Inject } from '@nestjs/common';
import { BINDING_EVENTS } from '../../../domain/binding/events.js';
import { caseOfApplicant, type ApplicantPlace } from '../../../projections/student-binding/student-binding-queries.js';
import { CaseCommands, type Caller } from '../commands/case-commands.js';
import type { Answer } from '../http/answers/answer.js';
import { DATABASE } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import { HttpProblem } from '../http/problems/problem.js';
import { CaseCommand } from '../commands/command-route.js';
import { SealText } from '../commands/seal-text.js';
import { Sender } from '../commands/sender.js';
import { Id } from '../http/input/id-param.js';
import { AbandonmentBody } from './abandonment-body.js';

const ID = { id: { description: 'Id of the applicant, as the alarm names it.' } };

/** What the administrator can do about an account that could not be created. */
@Controller('api/v1/admin/applicants')
export class FailedAccountsController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly commands: CaseCommands,
    private readonly texts: SealText,
  ) {}

  @CaseCommand('RetryAccount', 'POST :id/account-retry', {
    name: 'retry-account',
    who: ['administrator'],
    summary: 'Try again to create an account that failed',
    path: ID,
    emptyBody: true,
  })
  async retry(@Id('id') id: string, @Sender() sender: Caller): Promise<Answer> {
    const on = await this.placeOf(id);
    return this.commands.send('RetryAccount', on, sender, () => ({ applicantId: on.applicantId }));
  }

  @CaseCommand('AbandonAccount', 'POST :id/account-abandonment', {
    name: 'abandon-account',
    who: ['administrator'],
    summary: 'Give up an account that failed: the applicant is settled without one',
    path: ID,
    body: AbandonmentBody,
  })
  async abandon(@Id('id') id: string, @Body() { reason }: AbandonmentBody, @Sender() sender: Caller): Promise<Answer> {
    const { requestId, studentId, applicantId } = await this.placeOf(id);
    return this.commands.send('AbandonAccount', { requestId, studentId }, sender, async () => ({
      applicantId,
      reason: await this.texts.seal(reason, BINDING_EVENTS.AccountAbandoned.fields.reason, { requestId, applicantId }),
    }));
  }

  private async placeOf(id: string): Promise<ApplicantPlace> {
    const place = await caseOfApplicant(this.db, id);
    if (!place) throw new HttpProblem('not-found');
    return place;
  }
}
