import { Inject, Injectable } from '@nestjs/common';
import { TYPED } from '../../../../domain/binding/events/fields.js';
import { sealingContext } from '../../../../domain/event-declaration/sealed-values.js';
import { commandIdOf } from '../../../../domain/binding/identifiers.js';
import { isSettled } from '../../../../domain/binding/state.js';
import { maskEmail } from '../../../../domain/identity/email.js';
import { bindingStream } from '../../../../workflows/names.js';
import { accepted, refused } from '../../commands/command-answers.js';
import { CommandRows } from '../../commands/command-rows.js';
import type { Caller } from '../../commands/case-commands.js';
import { Preconditions } from '../../commands/preconditions.js';
import { named, shape, text, time, type ViewOf } from '../../http/answers/shape.js';
import { Answer, etag } from '../../http/answers/answer.js';
import { GATEWAY, PERSONAL_DATA } from '../../http/parts/tokens.js';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';
import type { PersonalDataService } from '../../../people/privacy/personal-data.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { Mailer, MailUnavailable } from '../../../notices/mailer.js';
import type { FamilyApplicant } from '../../case/case-access.js';
import { codeMail } from './code-mail.js';
import { EmailCodes } from './email-codes.js';

const AN_HOUR_S = 3600;

export const EMAIL_CODE_SENT = named('EmailCodeSent', shape({ sentTo: text('t***@example.org'), expiresAt: time() }));

/** Proves that whoever applies reads the mail of the address they gave. */
@Injectable()
export class EmailProof {
  constructor(
    @Inject(GATEWAY) private readonly gateway: BindingGateway,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly rows: CommandRows,
    private readonly preconditions: Preconditions,
    private readonly codes: EmailCodes,
    private readonly mailer: Mailer,
  ) {}

  /**
   * Sends a code to the applicant's present address.
   * @throws HttpProblem wrong-state, nothing-corrected, too-many-codes, mail-unavailable, idempotency-key-reused; DatabaseUnavailable
   */
  async sendCode(on: FamilyApplicant, caller: Caller): Promise<Answer> {
    const { call } = caller;
    const { requestId, revision, state } = on.document;
    const { applicantId } = on.applicant;
    // It sends no command: the id is that of the code, so that the same call never has two in force.
    const codeId = commandIdOf(call.principal, 'sendEmailCode', call.key, requestId, applicantId);
    const target = { requestId, studentId: state.studentId, commandId: codeId };
    const attempt = await this.rows.begin(call, target);
    if (attempt.answer) return attempt.answer;
    const changed = await this.preconditions.refusalOf(target, caller);
    if (changed) return changed;
    refuseUseless(on);
    const answer = new Answer(200, await this.mailCode(codeId, on), etag(revision));
    return this.rows.finish(call, target, answer, revision);
  }

  /**
   * The code came back. Repeated, it is the same command.
   * @throws HttpProblem wrong-code, code-expired, too-many-tries; EngineUnavailable, OutcomeUnknown, DatabaseUnavailable
   */
  async prove({ document, applicant }: FamilyApplicant, typed: string, caller: Caller): Promise<Answer> {
    const { requestId } = document;
    const { applicantId } = applicant;
    const answered = await this.codes.answer(applicantId, typed);
    if (answered.kind === 'refused') throw new HttpProblem(answered.code);
    const { codeId, emailRef } = answered;
    const { actor, channel, ifMatch } = caller;
    const commandId = commandIdOf(actor.id, 'ProveEmail', codeId, requestId, applicantId);
    const data = { applicantId, emailRef };
    const envelope = { requestId, commandId, actor, channel, ...(ifMatch && { ifRevision: ifMatch }) };
    const outcome = await this.gateway.send({ type: 'ProveEmail', ...envelope, data });
    return outcome.status === 'accepted' ? accepted(commandId, outcome.revision) : refused(outcome, caller);
  }

  private async mailCode(codeId: string, on: FamilyApplicant): Promise<ViewOf<typeof EMAIL_CODE_SENT>> {
    const address = await this.addressOf(on);
    const { requestId, state } = on.document;
    const { applicantId, emailRef } = on.applicant;
    const made = await this.codes.make(codeId, { requestId, applicantId, emailRef });
    if (!made) throw new HttpProblem('too-many-codes', { retryAfterSeconds: AN_HOUR_S });
    try {
      await this.mailer.send(codeMail(address, made.code, state.caseNumber));
    } catch (error) {
      if (error instanceof MailUnavailable) throw new HttpProblem('mail-unavailable');
      throw error;
    }
    return { sentTo: maskEmail(address), expiresAt: made.expiresAt };
  }

  private async addressOf({ document, applicant }: FamilyApplicant): Promise<string> {
    const sealed = document.applicants[applicant.applicantId]?.email;
    const context = sealingContext(TYPED.email, bindingStream(document.requestId), applicant);
    const [address] = sealed === undefined ? [] : await this.personalData.openWhatIsLeft([{ sealed, context }]);
    if (!address) throw new HttpProblem('wrong-state');
    return address;
  }
}

/** What the rules would refuse once the code comes back is refused before it is sent. */
function refuseUseless({ applicant }: FamilyApplicant): void {
  if (isSettled(applicant)) throw new HttpProblem('wrong-state');
  if (applicant.emailRef === applicant.takenEmailRef) throw new HttpProblem('nothing-corrected');
}
