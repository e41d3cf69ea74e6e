import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Caller } from '../../commands/case-commands.js';
import { Access, FAMILY } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import { Sender, Session } from '../../http/access/signed-in.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { CaseAccess } from '../../case/case-access.js';
import { EmailCodeBody } from './email-code-body.js';
import { EmailProof } from './email-proof.js';
import { enteredBy } from '../../commands/entered-by.js';
import { APPLICANT_ID, WRITE_PROBLEMS, WRITTEN } from '../../commands/command-route.js';

@Controller('api/v1/bindings/:id/applicants/:applicantId/email-proof')
export class EmailProofController {
  constructor(
    private readonly access: CaseAccess,
    private readonly proof: EmailProof,
  ) {}

  @Post()
  @HttpCode(200)
  @Access('send-email-code', {
    emptyBody: true,
    who: FAMILY,
    tag: 'Binding',
    summary: '驗證電子郵件: send a six-digit code, good for 10 minutes, to the applicant’s present address',
    description: 'At most 5 an hour for an applicant or to an address; the last one sent counts.',
    path: APPLICANT_ID,
    idempotent: true,
    onCase: true,
    answers: { 200: { says: 'It is on its way.', schema: 'EmailCodeSent' } },
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
    @Param('id') id: string,
    @Param('applicantId') applicantId: string,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    return this.proof.sendCode(await this.access.applicantOfFamily(id, applicantId, session), sender);
  }

  @Put()
  @Access('prove-email', {
    body: EmailCodeBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '驗證電子郵件: the code of the mail',
    description:
      'Needs no Idempotency-Key: the same code is the same command. Where the address of an approved applicant was taken, the account is created now.',
    path: APPLICANT_ID,
    write: true,
    onCase: true,
    answers: WRITTEN,
    problems: [
      ...WRITE_PROBLEMS,
      'wrong-code',
      'code-expired',
      'too-many-tries',
      'wrong-state',
      'dossier-changed',
      'nothing-corrected',
    ],
  })
  async prove(
    @Param('id') id: string,
    @Param('applicantId') applicantId: string,
    @Body() { code }: EmailCodeBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.access.applicantOfFamily(id, applicantId, session);
    return this.proof.prove(on, code, enteredBy(session, sender));
  }
}
