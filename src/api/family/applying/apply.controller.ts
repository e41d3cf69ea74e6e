import { Body, Controller } from '@nestjs/common';
import { present } from '../../../../domain/present.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { SendToCase } from '../../case/send-to-case.js';
import { taipeiDay } from '../../../../domain/calendar/taipei.js';
import { CaseCommand } from '../../commands/command-route.js';
import { Sender, type SignedInCaller } from '../../commands/sender.js';
import { FAMILY_OR_COUNTER } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import { Id } from '../../http/input/id-param.js';
import type { FieldError } from '../../http/problems/field-problems.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { ApplicationBody } from './application-body.js';
import { ConfirmationBody } from './confirmation-body.js';
import { ConsentBody } from './consent-body.js';
import { SealApplicants } from './seal-applicants.js';
import { SubmissionBody } from './submission-body.js';

/** The family's steps of a request, in the guide's order. Each waits for the answer of the rules. */
@Controller('api/v1/bindings')
export class ApplyController {
  constructor(
    private readonly send: SendToCase,
    private readonly sealing: SealApplicants,
  ) {}

  @CaseCommand('ConfirmStudentInfo', 'POST :id/student-info/confirmation', {
    name: 'confirm-student-info',
    who: FAMILY_OR_COUNTER,
    summary: '確認學生相關資訊 → 填答送出',
    body: ConfirmationBody,
  })
  confirm(
    @Id('id') id: string,
    @Body() { correct, shownVersion }: ConfirmationBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.send.fromFamily('ConfirmStudentInfo', id, sender, () => ({ correct, shownVersion }));
  }

  @CaseCommand('AnswerConsent', 'POST :id/consent', {
    name: 'answer-consent',
    who: FAMILY_OR_COUNTER,
    summary: '申辦親子帳號: 本人同意／不同意, 申辦帳號／無意參加',
    body: ConsentBody,
  })
  consent(@Id('id') id: string, @Body() body: ConsentBody, @Sender() sender: SignedInCaller): Promise<Answer> {
    const { decision, intent, textVersion, method = 'online', paperDate } = body;
    const answer = { decision, intent, textVersion, method, ...present({ paperDate }) };
    return this.send.fromFamily(
      'AnswerConsent',
      id,
      sender,
      () => answer,
      () => refuseWrongPaper(body, sender.session),
    );
  }

  @CaseCommand('FillApplication', 'PUT :id/application', {
    name: 'fill-application',
    who: FAMILY_OR_COUNTER,
    summary: '確認送出: one or two applicants',
    body: ApplicationBody,
  })
  apply(
    @Id('id') id: string,
    @Body() { mode, applicants }: ApplicationBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    return this.send.fromFamily('FillApplication', id, sender, async ({ requestId }, commandId) => ({
      mode,
      applicants: await this.sealing.seal(applicants, requestId, commandId),
    }));
  }

  @CaseCommand('SignAndSend', 'POST :id/submission', {
    name: 'sign-and-send',
    who: FAMILY_OR_COUNTER,
    summary: '同意簽署回傳 → 送出申請: starts the review',
    body: SubmissionBody,
  })
  submit(
    @Id('id') id: string,
    @Body() { applicantIds, dossierRevisions }: SubmissionBody,
    @Sender() sender: SignedInCaller,
  ): Promise<Answer> {
    const content = { ...(applicantIds && { applicantIds }), dossierRevisions };
    return this.send.fromFamily('SignAndSend', id, sender, () => content);
  }
}

/** Paper is entered at the counter, and was signed on a day that has come. */
function refuseWrongPaper(body: ConsentBody, session: SignedIn): void {
  const error = wrongPaper(body, session);
  if (error) throw new HttpProblem('invalid-body', { errors: [error] });
}

function wrongPaper({ method = 'online', paperDate }: ConsentBody, { role }: SignedIn): FieldError | undefined {
  if (method === 'paper' && role !== 'registrar') return { pointer: '/method', code: 'not-in-list' };
  if (paperDate === undefined) return undefined;
  if (method === 'online') return { pointer: '/paperDate', code: 'unknown-field' };
  return paperDate > taipeiDay(new Date().toISOString()) ? { pointer: '/paperDate', code: 'invalid-date' } : undefined;
}
