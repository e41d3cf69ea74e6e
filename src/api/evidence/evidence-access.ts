import { Inject, Injectable } from '@nestjs/common';
import type { ApplicantState, BindingRequest } from '../../../domain/binding/state.js';
import { caseOf, type CaseDocument } from '../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../workflows/names.js';
import { EVENT_LOG } from '../http/parts/tokens.js';
import type { EventLog } from '../../../eventstore/port.js';
import { ReadAccessLog } from '../../people/privacy/read-access-log.js';
import { HttpProblem } from '../http/problems/problem.js';
import { CaseAccess } from '../case/case-access.js';
import { visibleApplicants } from '../case/case-values.js';
import type { SignedIn } from '../../people/accounts/session-service.js';

export interface EvidenceOwner {
  readonly requestId: string;
  readonly studentId: string;
  /** Of the case. */
  readonly revision: number;
  readonly applicant: ApplicantState;
  /** The commands whose events the case has. */
  readonly handled: BindingRequest['handled'];
}

/** Whose evidence it is, as the log has it now: what was added a moment ago is there. */
@Injectable()
export class EvidenceAccess {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly readAccess: ReadAccessLog,
    private readonly cases: CaseAccess,
  ) {}

  /** To add and to remove. @throws HttpProblem not-found */
  async ofFamily(id: string, applicantId: string, session: SignedIn): Promise<EvidenceOwner> {
    const document = await this.current(await this.cases.ofFamily(id, session));
    return ownerIn(document, document.state.applicants, applicantId);
  }

  /** To look at. What somebody of the school sees is logged before they see it. @throws HttpProblem not-found, Unavailable */
  async ofReader(id: string, applicantId: string, session: SignedIn, through: string): Promise<EvidenceOwner> {
    const { document: found, audience } = await this.cases.ofReader(id, session);
    const document = await this.current(found);
    const owner = ownerIn(document, visibleApplicants(document.state, audience), applicantId);
    if (audience !== 'family') await this.record(owner, session, through);
    return owner;
  }

  private async current({ requestId }: CaseDocument): Promise<CaseDocument> {
    const document = caseOf(await this.log.readStream(bindingStream(requestId)));
    if (!document) throw new HttpProblem('not-found');
    return document;
  }

  private async record(owner: EvidenceOwner, { principalId, role }: SignedIn, through: string): Promise<void> {
    await this.readAccess.record({
      actor: { id: principalId, role },
      through,
      subjectId: owner.applicant.applicantId,
      requestId: owner.requestId,
      fields: ['evidence'],
    });
  }
}

function ownerIn(
  { requestId, revision, state: { studentId, handled } }: CaseDocument,
  applicants: readonly ApplicantState[],
  applicantId: string,
): EvidenceOwner {
  const applicant = applicants.find((one) => one.applicantId === applicantId);
  if (!applicant) throw new HttpProblem('not-found');
  return { requestId, studentId, revision, applicant, handled };
}
