/**
 * Everything that says why one case stands where it stands. The log is the truth; the read models, the workflow and the
 * kept decisions are compared with it. Ids, codes and times only: no value of a person is opened or shown.
 */
import { deadlines } from '../../../../domain/binding/time/deadlines.js';
import type { StoredEvent } from '../../../../eventstore/port.js';
import { caseOf, type CaseDocument } from '../../../../projections/binding-case/case-document.js';
import { PoisonEvent } from '../../../../projections/folding/read-model.js';
import { parkedOf, revisionsOf, type ParkedRow } from '../../../../projections/one-case/one-case-queries.js';
import { bindingStream } from '../../../../workflows/names.js';
import type { CaseWorkflowReport } from '../../../adapters/temporal/case-workflow.js';
import { heldApplicant, heldCase, type Held } from '../../../api/case/case-holder.js';
import { keptDecisionsOf, type KeptDecisionOfCase } from '../../../api/commands/kept-decisions-of-case.js';
import { CommandFailed } from '../failure.js';
import type { OpenedSystem } from '../system.js';

const LAST_EVENTS = 10;

export interface CaseReport {
  readonly requestId: string;
  readonly stream: string;
  /** Of the last event in the log. */
  readonly revision: number;
  /** Null where this release cannot fold the stream: `unreadable` says why. */
  readonly state: CaseState | null;
  readonly unreadable: string | null;
  readonly events: readonly EventLine[];
  readonly readModels: readonly { readonly readModel: string; readonly revision: number; readonly behind: number }[];
  readonly parked: readonly ParkedRow[];
  readonly keptDecisions: readonly KeptDecisionOfCase[];
  readonly workflow: CaseWorkflowReport;
}

export interface CaseState {
  readonly caseNumber: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly holder: Held;
  readonly applicants: readonly ApplicantLine[];
  /** What runs now, earliest first. */
  readonly clocks: readonly { readonly kind: string; readonly dueAt: string }[];
}

interface ApplicantLine {
  readonly applicantId: string;
  readonly relation: string;
  readonly status: string;
  readonly holder: Held;
  readonly failure: string | null;
}

interface EventLine {
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly role: string;
  readonly commandId: string;
}

/** @throws CommandFailed where the log has no such case; Unavailable, DatabaseUnavailable */
export async function caseReport(
  { db, log }: Pick<OpenedSystem, 'db' | 'log'>,
  requestId: string,
  askWorkflow: (requestId: string) => Promise<CaseWorkflowReport>,
): Promise<CaseReport> {
  const stream = bindingStream(requestId);
  const events = await log.readStream(stream);
  if (events.length === 0) throw new CommandFailed(`the log holds no case ${requestId}`);
  const revision = events.length - 1;
  const [revisions, parked, keptDecisions, workflow] = await Promise.all([
    revisionsOf(db, requestId),
    parkedOf(db, requestId),
    keptDecisionsOf(db, requestId),
    askWorkflow(requestId),
  ]);
  return {
    requestId,
    stream,
    revision,
    ...folded(events),
    events: events.slice(-LAST_EVENTS).map(eventLine),
    // A read model may have applied an event that came after the stream was read.
    readModels: revisions.map((one) => ({ ...one, behind: Math.max(revision - one.revision, 0) })),
    parked,
    keptDecisions,
    workflow,
  };
}

function folded(events: readonly StoredEvent[]): Pick<CaseReport, 'state' | 'unreadable'> {
  try {
    const document = caseOf(events);
    return { state: document && stateOf(document), unreadable: null };
  } catch (error) {
    if (error instanceof PoisonEvent) return { state: null, unreadable: error.code };
    throw error;
  }
}

function stateOf({ state, openedAt }: CaseDocument): CaseState {
  const { caseNumber, schoolId, classId, stage, outcome = null } = state;
  return {
    caseNumber,
    schoolId,
    classId,
    stage,
    outcome,
    openedAt,
    holder: heldCase(state),
    applicants: state.applicants.map((applicant) => ({
      applicantId: applicant.applicantId,
      relation: applicant.relation,
      status: applicant.status,
      holder: heldApplicant(applicant, state),
      failure: applicant.failure ?? null,
    })),
    clocks: deadlines(state).map(({ kind, dueAt }) => ({ kind, dueAt })),
  };
}

function eventLine({ revision, type, metadata }: StoredEvent): EventLine {
  const actor = metadata['actor'] as { readonly role?: unknown } | undefined;
  const [at, role, commandId] = [metadata['at'], actor?.role, metadata['commandId']].map(textOrDash);
  return { revision, type, at: at ?? '-', role: role ?? '-', commandId: commandId ?? '-' };
}

function textOrDash(value: unknown): string {
  return typeof value === 'string' ? value : '-';
}
