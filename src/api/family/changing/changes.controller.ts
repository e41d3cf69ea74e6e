import { Body, Controller } from '@nestjs/common';
import { BINDING_EVENTS } from '../../../../domain/binding/events.js';
import { CaseAccess } from '../../case/case-access.js';
import { caseRef, SendToCase } from '../../case/send-to-case.js';
import { CaseCommands } from '../../commands/case-commands.js';
import { CaseCommand } from '../../commands/command-route.js';
import { SealText } from '../../commands/seal-text.js';
import { enteredBy, Sender, type SignedInCaller } from '../../commands/sender.js';
import { FAMILY_OR_COUNTER } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import { Id } from '../../http/input/id-param.js';
import { AmendmentBody } from '../applying/application-body.js';
import { SealApplicants } from '../applying/seal-applicants.js';
import { DisputeBody } from './dispute-body.js';
import { RecallBody } from './recall-body.js';
import { WithdrawalBody } from './withdrawal-body.js';

/** The family disputes the pupil's data, amends an applicant, recalls or withdraws. */
@Controller('api/v1/bindings')
export class ChangesController {
  constructor(
    private readonly access: CaseAccess,
    private readonly commands: CaseCommands,
    private readonly send: SendToCase,
    private readonly texts: SealText,
    private readonly applicants: SealApplicants,
  ) {}

  @CaseCommand('DisputeStudentInfo', 'POST :id/student-info/dispute', {
    name: 'dispute-student-info',
    who: FAMILY_OR_COUNTER,
    summary: '學生資訊有誤: the registrar is asked, and the family’s clock stands still',
    body: DisputeBody,
  })
  dispute(@Id('id') id: string, @Body() { note }: DisputeBody, @Sender() sender: SignedInCaller): Promise<Answer> {
    return this.send.fromFamily('DisputeStudentInfo', id, sender, async ({ requestId, studentId }) => ({
      note: await this.texts.seal(note, BINDING_EVENTS.StudentInfoDisputed.fields.note, { requestId, studentId }),
    }));
  }

  @CaseCommand('AmendApplicant', 'PATCH :id/applicants/:applicantId', {
    name: 'amend-applicant',
    who: FAMILY_OR_COUNTER,
    summary: '修正: what changes of one applicant; absent = as it was',
    description:
      'Before 送出申請, after a recall, or what the school asked to correct. Masked values need not be sent back.',
    body: AmendmentBody,
  })
  async amend(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Body() typed: AmendmentBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { session } = sender;
    // A call that was begun goes on, although another 確認送出 may have replaced its applicant since: the log knows its command.
    const begun = await this.commands.begun(sender);
    const on = begun ?? caseRef((await this.access.applicantOfFamily(id, applicantId, session)).document);
    return this.commands.send('AmendApplicant', on, enteredBy(session, sender), async () => ({
      applicantId,
      changed: await this.applicants.sealChanged(typed, on.requestId, applicantId),
    }));
  }

  @CaseCommand('Recall', 'POST :id/recall', {
    name: 'recall-application',
    who: FAMILY_OR_COUNTER,
    summary: '修正 (待審核): take back what nobody has decided yet, to change it and send it again',
    body: RecallBody,
  })
  recall(
    @Id('id') id: string,
    @Body() { applicantIds }: RecallBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.send.fromFamily('Recall', id, sender, () => ({ applicantIds }));
  }

  @CaseCommand('Withdraw', 'POST :id/withdrawal', {
    name: 'withdraw-application',
    who: FAMILY_OR_COUNTER,
    summary: '撤回: one applicant or everybody; before there is an applicant, the request',
    body: WithdrawalBody,
  })
  withdraw(
    @Id('id') id: string,
    @Body() { applicantIds, reason = '' }: WithdrawalBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.send.fromFamily('Withdraw', id, sender, async ({ requestId, studentId }) => ({
      ...(applicantIds && { applicantIds }),
      ...(reason.trim() !== '' && {
        reason: await this.texts.seal(reason, BINDING_EVENTS.ApplicantWithdrawn.fields.reason, {
          requestId,
          studentId,
        }),
      }),
    }));
  }
}
