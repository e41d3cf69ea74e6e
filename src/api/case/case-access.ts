import { Inject, Injectable } from '@nestjs/common';
import type { ApplicantState, BindingRequest } from '../../../domain/binding/state.js';
import { findCases, waitForRevision } from '../../../projections/binding-case/binding-case-queries.js';
import { caseOf, type CaseDocument } from '../../../projections/binding-case/case-document.js';
import { bindingStream } from '../../../workflows/names.js';
import { batchedLookUp } from '../../adapters/postgres/batched-look-up.js';
import { DATABASE, EVENT_LOG } from '../http/parts/tokens.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { EventLog } from '../../../eventstore/port.js';
import { HttpProblem } from '../http/problems/problem.js';
import { isUuid } from '../http/input/uuid.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import type { Audience } from './case-values.js';

/** How long a read waits for the revision it was asked to show. */
const REVISION_PATIENCE_MS = 1000;

export interface ReadableCase {
  readonly document: CaseDocument;
  readonly audience: Exclude<Audience, 'auditor'>;
}

export interface FamilyApplicant {
  readonly document: CaseDocument;
  readonly applicant: ApplicantState;
}

/** Finds a case for a reader who may see it, and answers not-found to all others. Ids are in lower case. */
@Injectable()
export class CaseAccess {
  private readonly copyOf: (requestId: string) => Promise<CaseDocument | null>;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {
    this.copyOf = batchedLookUp((ids) => findCases(db, ids));
  }

  /** For the parent login, a guardian of it, or the registrar who entered it at the counter. @throws HttpProblem not-found */
  async ofFamily(id: string, session: SignedIn, minRevision?: number): Promise<CaseDocument> {
    await this.await(id, minRevision);
    return this.find(id, (request) => isFamily(request, session));
  }

  /**
   * One applicant of the family's case, as the log has it now: what was typed a moment ago must not be missed.
   * @throws HttpProblem not-found
   */
  async applicantOfFamily(id: string, applicantId: string, session: SignedIn): Promise<FamilyApplicant> {
    if (!isUuid(id)) throw new HttpProblem('not-found');
    const document = caseOf(await this.log.readStream(bindingStream(id)));
    const applicant = document?.state.applicants.find((one) => one.applicantId === applicantId);
    if (!document || !applicant || !isFamily(document.state, session)) throw new HttpProblem('not-found');
    return { document, applicant };
  }

  /** For who reviews it. @throws HttpProblem not-found */
  async ofReviewer(id: string, session: SignedIn, minRevision?: number): Promise<CaseDocument> {
    await this.await(id, minRevision);
    return this.find(id, (request) => this.isReviewer(request, session));
  }

  /**
   * For who answers, or has answered, a dispute about the pupil's data, and for the counter; so that the same answer sent
   * again finds its case. @throws HttpProblem not-found
   */
  async ofOffice(id: string, session: SignedIn): Promise<CaseDocument> {
    return this.find(id, ({ schoolId, channel }, history) => {
      if (schoolId !== session.schoolId) return false;
      const came = session.role === 'director' ? 'DisputeEscalated' : 'StudentInfoDisputed';
      const atCounter = session.role === 'registrar' && channel === 'assisted';
      return atCounter || history.some(({ type }) => type === came);
    });
  }

  /** For either. @throws HttpProblem not-found */
  async ofReader(id: string, session: SignedIn, minRevision?: number): Promise<ReadableCase> {
    await this.await(id, minRevision);
    const document = await this.find(id, (request) => this.mayRead(request, session));
    return { document, audience: audienceOf(document.state, session) };
  }

  /** Whether the case would be there for this reader. */
  mayRead(request: BindingRequest, session: SignedIn): boolean {
    return isFamily(request, session) || isAsked(request, session) || this.isReviewer(request, session);
  }

  /** The classes a class teacher sees; absent for those who see the whole school. */
  classesOf({ role, classIds = [] }: SignedIn): readonly string[] | undefined {
    return role === 'class-teacher' ? classIds : undefined;
  }

  private async await(id: string, minRevision: number | undefined): Promise<void> {
    if (minRevision === undefined || !isUuid(id)) return;
    await waitForRevision(this.db, id, minRevision, REVISION_PATIENCE_MS);
  }

  /** A case that the read model does not have yet, or not as far as this reader needs it, is read from the log. */
  private async find(
    id: string,
    maySee: (request: BindingRequest, history: CaseDocument['history']) => boolean,
  ): Promise<CaseDocument> {
    if (!isUuid(id)) throw new HttpProblem('not-found');
    const copy = await this.copyOf(id);
    if (copy && maySee(copy.state, copy.history)) return copy;
    const original = caseOf(await this.log.readStream(bindingStream(id)));
    if (original && maySee(original.state, original.history)) return original;
    throw new HttpProblem('not-found');
  }

  private isReviewer(request: BindingRequest, session: SignedIn): boolean {
    if (request.schoolId !== session.schoolId || !wasReturned(request)) return false;
    switch (session.role) {
      case 'class-teacher':
        return this.classesOf(session)?.includes(request.classId) ?? false;
      case 'registrar':
        return true;
      case 'director':
        return request.applicants.some(({ holder, decidedBy }) => isDirectors(holder) || isDirectors(decidedBy));
      default:
        return false;
    }
  }
}

export function isFamily(request: BindingRequest, session: SignedIn): boolean {
  if (session.role === 'registrar') return request.channel === 'assisted' && request.schoolId === session.schoolId;
  return (session.role === 'parent' || session.role === 'guardian') && request.loginId === session.loginId;
}

/** At the counter the registrar reads what they enter for the parent; everywhere else the school reviews. */
export function audienceOf(request: BindingRequest, session: SignedIn): Exclude<Audience, 'auditor'> {
  if (session.role === 'parent' || session.role === 'guardian') return 'family';
  return isFamily(request, session) ? 'counter' : 'reviewer';
}

/** The family says that the pupil's data are wrong: the registrar is asked, then the director too. */
function isAsked({ schoolId, stage, dispute }: BindingRequest, session: SignedIn): boolean {
  if (schoolId !== session.schoolId || stage !== 'student-info' || dispute === undefined) return false;
  return session.role === 'registrar' || (session.role === 'director' && dispute.holder !== 'registrar');
}

/** The school sees a case once something came back to it: 送出申請, or the answer 無意參加. */
function wasReturned({ applicants, outcome }: BindingRequest): boolean {
  return outcome === 'refused' || applicants.some(({ sentAt }) => sentAt !== undefined);
}

/** What has passed the director by waits for the administrator, and the director may still decide it. */
function isDirectors(holder: string | undefined): boolean {
  return holder === 'director' || holder === 'administrator';
}
