import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { FamilyCommands, type Caller } from '../../commands/case-commands.js';
import { Access, FAMILY } from '../../http/access/access.js';
import type { Answer } from '../../http/answers/answer.js';
import type { FieldError } from '../../http/problems/field-problems.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { Sender, Session } from '../../http/access/signed-in.js';
import { lower } from '../../http/input/uuid.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { ApplicationBody } from './application-body.js';
import { CaseAccess } from '../../case/case-access.js';
import { ConfirmationBody } from './confirmation-body.js';
import { ConsentBody } from './consent-body.js';
import { enteredBy } from '../../commands/entered-by.js';
import { SealApplicants } from './seal-applicants.js';
import { SubmissionBody } from './submission-body.js';
import { taipeiDay } from '../../../../domain/calendar/taipei.js';
import { CASE_ID, WRITE_PROBLEMS, WRITTEN } from '../../commands/command-route.js';

/** The family's steps of a request, in the guide's order. Each waits for the answer of the rules. */
@Controller('api/v1/bindings')
export class StepsController {
  constructor(
    private readonly access: CaseAccess,
    private readonly commands: FamilyCommands,
    private readonly sealing: SealApplicants,
  ) {}

  @Post(':id/student-info/confirmation')
  @HttpCode(200)
  @Access('confirm-student-info', {
    body: ConfirmationBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '確認學生相關資訊 → 填答送出',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...WRITE_PROBLEMS, 'not-ticked', 'data-changed'],
  })
  async confirm(
    @Param('id') id: string,
    @Body() { correct, shownVersion }: ConfirmationBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    return this.commands.send('ConfirmStudentInfo', on, enteredBy(session, sender), () => ({ correct, shownVersion }));
  }

  @Post(':id/consent')
  @HttpCode(200)
  @Access('answer-consent', {
    body: ConsentBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '申辦親子帳號: 本人同意／不同意, 申辦帳號／無意參加',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...WRITE_PROBLEMS, 'choices-contradict', 'text-outdated'],
  })
  async consent(
    @Param('id') id: string,
    @Body() body: ConsentBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    const { decision, intent, textVersion, method = 'online', paperDate } = body;
    const error = wrongPaper(method, paperDate, session);
    if (error) throw new HttpProblem('invalid-body', { errors: [error] });
    const answer = { decision, intent, textVersion, method, ...(paperDate !== undefined && { paperDate }) };
    return this.commands.send('AnswerConsent', on, enteredBy(session, sender), () => answer);
  }

  @Put(':id/application')
  @Access('fill-application', {
    body: ApplicationBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '確認送出: one or two applicants',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [
      ...WRITE_PROBLEMS,
      'wrong-number-of-applicants',
      'relation-not-allowed',
      'same-person-twice',
      'same-email-twice',
      'applicant-is-student',
      'already-bound',
    ],
  })
  async apply(
    @Param('id') id: string,
    @Body() { mode, applicants }: ApplicationBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    return this.commands.send('FillApplication', on, enteredBy(session, sender), async (commandId) => ({
      mode,
      applicants: await this.sealing.seal(applicants, on.requestId, commandId),
    }));
  }

  @Post(':id/submission')
  @HttpCode(200)
  @Access('sign-and-send', {
    body: SubmissionBody,
    who: FAMILY,
    tag: 'Binding',
    summary: '同意簽署回傳 → 送出申請: starts the review',
    path: CASE_ID,
    idempotent: true,
    onCase: true,
    answers: WRITTEN,
    problems: [...WRITE_PROBLEMS, 'wrong-state', 'dossier-changed', 'text-outdated', 'nothing-corrected'],
  })
  async submit(
    @Param('id') id: string,
    @Body() { applicantIds, dossierRevisions }: SubmissionBody,
    @Session() session: SignedIn,
    @Sender() sender: Caller,
  ): Promise<Answer> {
    const on = await this.caseOf(id, session);
    const content = {
      ...(applicantIds && { applicantIds: applicantIds.map(lower) }),
      dossierRevisions: Object.fromEntries(Object.entries(dossierRevisions).map(([one, shown]) => [lower(one), shown])),
    };
    return this.commands.send('SignAndSend', on, enteredBy(session, sender), () => content);
  }

  private async caseOf(id: string, session: SignedIn): Promise<{ requestId: string; studentId: string }> {
    const { requestId, state } = await this.access.ofFamily(id, session);
    return { requestId, studentId: state.studentId };
  }
}

/** Paper is entered at the counter, and was signed on a day that has come. */
function wrongPaper(
  method: 'online' | 'paper',
  paperDate: string | undefined,
  { role }: SignedIn,
): FieldError | undefined {
  if (method === 'paper' && role !== 'registrar') return { pointer: '/method', code: 'not-in-list' };
  if (paperDate === undefined) return undefined;
  if (method === 'online') return { pointer: '/paperDate', code: 'unknown-field' };
  return paperDate > taipeiDay(new Date().toISOString()) ? { pointer: '/paperDate', code: 'invalid-date' } : undefined;
}
