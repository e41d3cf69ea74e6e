/** The report of one case for a person at a terminal. */
import { tableOf } from '../table.js';
import type { CaseReport } from './case-report.js';

export function caseText(report: CaseReport, unblocks: readonly string[]): string {
  return [
    headOf(report),
    section('clocks', clocks(report)),
    section(`last events (of ${report.revision + 1})`, events(report)),
    section('workflow', workflow(report)),
    section('kept decisions', keptDecisions(report)),
    section('read models', readModels(report)),
    section('what would unblock it', unblocks),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${(lines.length > 0 ? lines : ['none']).map((line) => `  ${line}`).join('\n')}`;
}

function headOf({ requestId, revision, state, unreadable }: CaseReport): string {
  if (state === null) return `case ${requestId}, revision ${revision}: this release cannot read it (${unreadable})`;
  const { caseNumber, schoolId, classId, stage, outcome, openedAt, holder, applicants } = state;
  return [
    `case ${caseNumber} (${requestId}), revision ${revision}`,
    `school ${schoolId}, class ${classId}, opened ${openedAt}`,
    `stage ${stage}${outcome === null ? '' : ` (${outcome})`}, held by ${holder.kind}${due(holder.dueAt)}`,
    ...applicants.map(
      (one) =>
        `applicant ${one.applicantId} (${one.relation}): ${one.status}${one.failure === null ? '' : ` (${one.failure})`}, held by ${one.holder.kind}${due(one.holder.dueAt)}`,
    ),
  ].join('\n');
}

function due(dueAt: string | null): string {
  return dueAt === null ? '' : `, due ${dueAt}`;
}

function clocks({ state }: CaseReport): readonly string[] {
  return (state?.clocks ?? []).map(({ kind, dueAt }) => `${dueAt}  ${kind}`);
}

function events(report: CaseReport): readonly string[] {
  return tableOf(
    ['revision', 'at', 'event', 'by'],
    report.events.map(({ revision, at, type, role }) => [revision, at, type, role]),
  ).split('\n');
}

function workflow({ workflow: found }: CaseReport): readonly string[] {
  if (found.kind === 'unreachable') return [`Temporal does not answer: ${found.why}`];
  if (found.kind === 'unknown') return ['Temporal knows no run of it'];
  const { status, startedAt, runId, failures, waitingFor } = found;
  return [
    `${status}, started ${startedAt}, run ${runId}`,
    ...failures.map(({ of, attempt, type, message }) => `failure of ${of}, attempt ${attempt}: ${type}: ${message}`),
    ...(status === 'RUNNING' ? waiting(waitingFor) : []),
  ];
}

type Waiting = Extract<CaseReport['workflow'], { kind: 'found' }>['waitingFor'];

function waiting(waitingFor: Waiting): readonly string[] {
  if (waitingFor === null) return ['the query was not answered within 2 s'];
  const { next, accounts, inHand } = waitingFor;
  return [
    next === null ? 'next: nothing by itself' : `next: ${next.what} at ${next.when}`,
    ...accounts.map((one) => `account to ${one.do}: ${one.accountId} of ${one.applicantId}, attempt ${one.attempt}`),
    inHand === null ? 'in hand: nothing' : `in hand: ${inHand.type} since ${inHand.since}`,
  ];
}

function keptDecisions({ keptDecisions: kept }: CaseReport): readonly string[] {
  return kept.map(({ commandId, keptAt, sentAgain, sentAt }) => {
    const again = sentAt === null ? 'not sent again yet' : `sent again ${sentAgain} times, last ${sentAt}`;
    return `${commandId}, kept since ${keptAt}, ${again}`;
  });
}

function readModels({ readModels: models, parked, revision }: CaseReport): readonly string[] {
  return models.map(({ readModel, revision: seen, behind }) => {
    const poison = parked.find((one) => one.readModel === readModel);
    if (poison) {
      return `${readModel}: parked before revision ${poison.revision} (${poison.eventType}, ${poison.code}) since ${poison.parkedAt}, ${poison.attempts} tries`;
    }
    return behind > 0 ? `${readModel}: at revision ${seen} of ${revision}` : `${readModel}: up to date`;
  });
}
