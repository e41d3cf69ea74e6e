import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { FAMILY_OR_COUNTER } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import { Id } from '../../http/input/id-param.js';
import { CaseAccess } from '../../case/case-access.js';
import { EmailCodeBody } from './email-code-body.js';
import { EMAIL_CODE_SENT, EmailProof } from './email-proof.js';
import { enteredBy, Sender, type SignedInCaller } from '../../commands/sender.js';
import { APPLICANT_ID, CaseCommand, KeyedWrite } from '../../commands/command-route.js';

@Controller('api/v1/bindings/:id/applicants/:applicantId/email-proof')
export class EmailProofController {
  constructor(
    private readonly access: CaseAccess,
    private readonly proof: EmailProof,
  ) {}

  @Post()
  @HttpCode(200)
  @KeyedWrite('send-email-code', {
    who: FAMILY_OR_COUNTER,
    tag: 'Binding',
    summary: '驗證電子郵件: send a six-digit code, good for 10 minutes, to the applicant’s present address',
    description: 'At most 5 an hour for an applicant or to an address; the last one sent counts.',
    path: APPLICANT_ID,
    emptyBody: true,
    ifMatch: true,
    answers: { 200: { says: 'It is on its way.', schema: EMAIL_CODE_SENT } },
    problems: [
      'not-found',
      'log-unavailable',
      'wrong-state',
      'nothing-corrected',
      'too-many-codes',
      'mail-unavailable',
    ],
  })
  async send(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.proof.sendCode(await this.access.applicantOfFamily(id, applicantId, sender.session), sender);
  }

  @CaseCommand('ProveEmail', 'PUT', {
    name: 'prove-email',
    who: FAMILY_OR_COUNTER,
    summary: '驗證電子郵件: the code of the mail',
    description:
      'Needs no Idempotency-Key: the same code is the same command. Where the address of an approved applicant was taken, the account is created now.',
    path: APPLICANT_ID,
    body: EmailCodeBody,
    withoutKey: true,
    problems: ['wrong-code', 'code-expired', 'too-many-tries'],
  })
  async prove(
    @Id('id') id: string,
    @Id('applicantId') applicantId: string,
    @Body() { code }: EmailCodeBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const { session } = sender;
    const on = await this.access.applicantOfFamily(id, applicantId, session);
    return this.proof.prove(on, code, enteredBy(session, sender));
  }
}
