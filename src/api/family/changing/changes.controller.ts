import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import type { CaseDocument } from '../../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../../workflows/names.js';
import { FamilyCommands, type Caller } from '../../commands/case-commands.js';
import { Access, FAMILY } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import { ApiParts } from '../../http/parts/api-parts.js';
import { Sender, Session } from '../../http/access/signed-in.js';
import { lower } from '../../http/input/uuid.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { AmendmentBody } from '../applying/application-body.js';
import { CaseAccess } from '../../case/case-access.js';
import { DisputeBody } from './dispute-body.js';
import { enteredBy } from '../../commands/entered-by.js';
import { RecallBody } from './recall-body.js';
import { SealApplicants } from '../applying/seal-applicants.js';
import { APPLICANT_ID, CASE_ID, WRITE_PROBLEMS, WRITTEN } from '../../commands/command-route.js';
import { WithdrawalBody } from './withdrawal-body.js';

interface Case {
  readonly requestId: string;
  readonly studentId: string;
}

/** The family thinks again: the data are wrong, a field is, or nothing is to come of it. */
@Controller('api/v1/bindings')
export class SecondStepsController {
  constructor(
    private readonly parts: ApiParts,
    private readonly access: CaseAccess,
    private readonly commands: FamilyCommands,
    private readonly sealing: SealApplicants,
  ) {}

  @Post(':id/student-info/dispute')
  @HttpCode(200)
  @Access('dispute-student-info', {
    body: DisputeBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '學生資訊有誤: the registrar is asked, and the family’s clock stands still',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: WRITE_PROBLEMS,
  })
  async dispute(
    @Param('id') id: string,
    @Body() { note }: DisputeBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    return this.commands.send('DisputeStudentInfo', on, enteredBy(session, sender), async () => ({
      note: await this.seal(note, on, 'disputeNote'),
    }));
  }

  @Patch(':id/applicants/:applicantId')
  @Access('amend-applicant', {
    body: AmendmentBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '修正: what changes of one applicant; absent = as it was',
    description:
      'Before 送出申請, after a recall, or what the school asked to correct. Masked values need not be sent back.',
    path: APPLICANT_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [
      ...WRITE_PROBLEMS,
      'wrong-state',
      'field-not-open',
      'no-fields',
      'nothing-corrected',
      'relation-not-allowed',
      'same-person-twice',
      'same-email-twice',
      'applicant-is-student',
      'already-bound',
    ],
  })
  async amend(
    @Param('id') id: string,
    @Param('applicantId') named: string,
    @Body() typed: AmendmentBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    // A call that was begun goes on, although another 確認送出 may have replaced its applicant since: the log knows its command.
    const begun = await this.commands.begun(sender);
    const on = begun ?? placeOf((await this.access.applicantOfFamily(id, named, session)).document);
    const applicantId = lower(named);
    return this.commands.send('AmendApplicant', on, enteredBy(session, sender), async () => ({
      applicantId,
      changed: await this.sealing.sealChanged(typed, on.requestId, applicantId),
    }));
  }

  @Post(':id/recall')
  @HttpCode(200)
  @Access('recall-application', {
    body: RecallBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '修正 (待審核): take back what nobody has decided yet, to change it and send it again',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...WRITE_PROBLEMS, 'wrong-state', 'already-decided'],
  })
  async recall(
    @Param('id') id: string,
    @Body() { applicantIds }: RecallBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    const content = { applicantIds: applicantIds.map(lower) };
    return this.commands.send('Recall', on, enteredBy(session, sender), () => content);
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Access('withdraw-application', {
    body: WithdrawalBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '撤回: one applicant or everybody; before there is an applicant, the request',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...WRITE_PROBLEMS, 'wrong-state', 'already-decided'],
  })
  async withdraw(
    @Param('id') id: string,
    @Body() { applicantIds, reason }: WithdrawalBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    const given = reason !== undefined && reason.trim() !== '';
    return this.commands.send('Withdraw', on, enteredBy(session, sender), async () => ({
      ...(applicantIds && { applicantIds: applicantIds.map(lower) }),
      ...(given && { reason: await this.seal(reason, on, 'withdrawalReason') }),
    }));
  }

  private async caseOf(id: string, session: SignedIn): Promise<Case> {
    const { requestId, state } = await this.access.ofFamily(id, session);
    return { requestId, studentId: state.studentId };
  }

  private seal(text: string, { requestId, studentId }: Case, field: string): Promise<string> {
    return this.parts.personalData.seal(text.trim(), { stream: bindingStream(requestId), subject: studentId, field });
  }
}

function placeOf({ requestId, state }: CaseDocument): { readonly requestId: string; readonly studentId: string } {
  return { requestId, studentId: state.studentId };
}
