import { Inject, Injectable } from '@nestjs/common';
import { NOTE } from '../../../domain/binding/events/fields.js';
import { sealingContext } from '../../../domain/event-declaration/sealed-values.js';
import { PERSONAL_DATA } from '../http/parts/tokens.js';
import type { ToDecide } from '../commands/decision-commands.js';
import { bindingStream } from '../../../workflows/names.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { CaseAccess } from '../case/case-access.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import type { ApprovalBody } from './approval-body.js';
import { sentApplicant } from './comparison.js';
import type { CorrectionBody } from './correction-body.js';
import type { RejectionBody } from './rejection-body.js';

/** From what a reviewer sends to a decision: whose it is, and its note sealed. */
@Injectable()
export class ReviewDecisions {
  constructor(
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
    private readonly access: CaseAccess,
  ) {}

  /** @throws HttpProblem not-found unless this reviewer may see the case and the applicant was sent */
  async find(bindingId: string, applicantId: string, session: SignedIn): Promise<ToDecide['on']> {
    const document = await this.access.ofReviewer(bindingId, session);
    const { requestId, state } = document;
    return { requestId, studentId: state.studentId, applicantId: sentApplicant(document, applicantId).applicantId };
  }

  approve(on: ToDecide['on'], { dossierRevision, formChecked }: ApprovalBody): ToDecide {
    const data = { applicantId: on.applicantId, dossierRevision, formChecked };
    return { on, type: 'Approve', content: () => Promise.resolve(data) };
  }

  reject(on: ToDecide['on'], { dossierRevision, reasonCode, note }: RejectionBody): ToDecide {
    const data = { applicantId: on.applicantId, dossierRevision, reasonCode };
    return { on, type: 'Reject', content: async () => ({ ...data, ...(await this.sealed(note, on)) }) };
  }

  requestCorrection(on: ToDecide['on'], { dossierRevision, fields, reasonCode, note }: CorrectionBody): ToDecide {
    const data = { applicantId: on.applicantId, dossierRevision, fields, reasonCode };
    return { on, type: 'RequestCorrection', content: async () => ({ ...data, ...(await this.sealed(note, on)) }) };
  }

  /** Blanks of any kind tell the parent nothing, and the rules do not look into what is sealed. */
  private async sealed(note: string | undefined, on: ToDecide['on']): Promise<{ readonly note?: string }> {
    if (note === undefined || !/[\p{L}\p{N}\p{P}\p{S}]/u.test(note)) return {};
    const context = sealingContext(NOTE, bindingStream(on.requestId), on);
    return { note: await this.personalData.seal(note.trim(), context) };
  }
}
