/** What would move the case, the most urgent first; for a healthy case, whom it waits for. */
import type { CaseWorkflowReport } from '../../../adapters/temporal/case-workflow.js';
import type { CaseReport, CaseState } from './case-report.js';

/** A deadline that has passed by less than this is on its way: the clocks of two machines differ. */
const GRACE_MS = 120_000;

/** @param now milliseconds since 1970. */
export function whatUnblocks(report: CaseReport, now: number): readonly string[] {
  const { state } = report;
  if (state === null) return [unreadable(report)];
  const found = [
    ...ofReadModels(report),
    ...ofWorkflow(report.workflow, state),
    ...ofClocks(state, now),
    ...ofKeptDecisions(report),
    ...ofAccounts(state),
  ];
  return found.length > 0 ? found : [nothingIsWrong(state)];
}

function unreadable({ unreadable: code }: CaseReport): string {
  return `This release cannot read the stream (${code}): run the release that wrote it, or a newer one.`;
}

function ofReadModels({ parked, readModels }: CaseReport): readonly string[] {
  const standing = parked.map(
    ({ readModel, revision, eventType, code }) =>
      `${readModel} cannot apply ${eventType} at revision ${revision} (${code}): a release that can, then \`projections retry ${readModel}\`.`,
  );
  const behind = readModels
    .filter((one) => one.behind > 0 && !parked.some(({ readModel }) => readModel === one.readModel))
    .map(({ readModel }) => readModel);
  if (behind.length === 0) return standing;
  return [
    ...standing,
    `${behind.join(', ')} have not seen the last events: is a projector running? \`projections list\`.`,
  ];
}

function ofWorkflow(workflow: CaseWorkflowReport, { stage, applicants }: CaseState): readonly string[] {
  if (workflow.kind === 'unreachable')
    return [`Temporal does not answer (${workflow.why}): start it, or mend TEMPORAL_ADDRESS.`];
  const isOpen = stage !== 'closed';
  if (workflow.kind === 'unknown' || workflow.status !== 'RUNNING') {
    return isOpen ? ['No workflow runs for an open case: `reconcile --all` starts it.'] : [];
  }
  const failing = workflow.failures.map(({ of, attempt, type, message }) =>
    adviceFor(of, `${type}: ${message}`, attempt),
  );
  if (failing.length > 0) return failing;
  if (workflow.waitingFor === null)
    return ['The workflow did not answer within 2 s: is a worker running? See /health/ready.'];
  const { inHand } = workflow.waitingFor;
  if (inHand !== null) return [`The workflow has ${inHand.type} in hand since ${inHand.since}: ask again in a minute.`];
  return !isOpen && applicants.length > 0
    ? ['It is closed and an account is still to be disabled; the workflow tries on.']
    : [];
}

function adviceFor(of: string, failure: string, attempt: number): string {
  if (of === 'workflow-task') {
    return `The workflow's code fails (${failure}, attempt ${attempt}): a release broke it. Go back to the one before.`;
  }
  const what =
    of === 'createAccount' || of === 'disableAccount' ? 'the identity provider' : 'the database or the event store';
  return `${of} fails (${failure}, attempt ${attempt}) and is tried again: look at ${what}.`;
}

function ofClocks({ clocks }: CaseState, now: number): readonly string[] {
  const late = clocks.filter(({ dueAt }) => Date.parse(dueAt) + GRACE_MS < now);
  if (late.length === 0) return [];
  const kinds = late.map(({ kind, dueAt }) => `${kind} since ${dueAt}`).join(', ');
  return [`Overdue: ${kinds}. A worker passes a deadline by itself; \`reconcile\` reminds the workflow.`];
}

function ofKeptDecisions({ keptDecisions }: CaseReport): readonly string[] {
  if (keptDecisions.length === 0) return [];
  const oldest = keptDecisions[0]?.keptAt ?? '';
  return [
    `${keptDecisions.length} decision(s) without an outcome, the oldest of ${oldest}: \`reconcile\` sends them again.`,
  ];
}

function ofAccounts({ applicants }: CaseState): readonly string[] {
  return applicants
    .filter(({ status }) => status === 'account-failed')
    .map(
      ({ applicantId, failure }) =>
        `The account of ${applicantId} failed (${failure ?? 'no reason'}): an administrator retries it (POST /api/v1/admin/applicants/${applicantId}/account-retry) or gives it up.`,
    );
}

function nothingIsWrong({ stage, outcome, holder }: CaseState): string {
  if (stage === 'closed') return `Nothing: the case is closed (${outcome ?? 'no outcome'}).`;
  const until = holder.dueAt === null ? '' : `, until ${holder.dueAt}`;
  return `Nothing is wrong: it waits for ${holder.kind}${until}.`;
}
