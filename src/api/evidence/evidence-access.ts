import { Inject, Injectable } from '@nestjs/common';
import type { ApplicantState } from '../../../domain/binding/state.js';
import { caseOf, type CaseDocument } from '../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../workflows/names.js';
import { EVENT_LOG } from '../http/parts/tokens.js';
import type { EventLog, StoredEvent } from '../../../eventstore/port.js';
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
  /** Whether the case has events of that command. */
  readonly hasHandled: (commandId: string) => boolean;
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
    const current = await this.current(await this.cases.ofFamily(id, session));
    return ownerIn(current, current.document.state.applicants, applicantId);
  }

  /** To look at. What somebody of the school sees is logged before they see it. @throws HttpProblem not-found, Unavailable */
  async ofReader(id: string, applicantId: string, session: SignedIn, through: string): Promise<EvidenceOwner> {
    const { document: found, audience } = await this.cases.ofReader(id, session);
    const current = await this.current(found);
    const owner = ownerIn(current, visibleApplicants(current.document.state, audience), applicantId);
    if (audience !== 'family') await this.record(owner, session, through);
    return owner;
  }

  private async current({ requestId }: CaseDocument): Promise<Current> {
    const events = await this.log.readStream(bindingStream(requestId));
    const document = caseOf(events);
    if (!document) throw new HttpProblem('not-found');
    return { document, events };
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

interface Current {
  readonly document: CaseDocument;
  readonly events: readonly StoredEvent[];
}

function ownerIn(
  { document: { requestId, revision, state }, events }: Current,
  applicants: readonly ApplicantState[],
  applicantId: string,
): EvidenceOwner {
  const applicant = applicants.find((one) => one.applicantId === applicantId);
  if (!applicant) throw new HttpProblem('not-found');
  const hasHandled = (commandId: string) => events.some(({ metadata }) => metadata['commandId'] === commandId);
  return { requestId, studentId: state.studentId, revision, applicant, hasHandled };
}
