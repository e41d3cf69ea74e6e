/** What every command is told in every state: the last table of docs/lifecycle.md. */
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import * as b from './builders.js';
import { stateAfter } from './recorded.js';

const creating = [...b.sent, b.applicantApproved(), b.accountCreationStarted()];
const student = b.facts().student!;

const STATES: Readonly<Record<string, readonly BindingEvent[]>> = {
  nothing: [],
  'student info': [b.opened()],
  disputed: [b.opened(), b.studentInfoDisputed()],
  consent: b.confirmed,
  application: b.consented,
  drafted: b.filled,
  'pending review': b.sent,
  'correction requested': [...b.sent, b.correctionRequested()],
  'account creating': creating,
  'e-mail taken': [...creating, b.applicantEmailTaken()],
  'account failed': [...creating, b.accountCreationFailed()],
  'other settled': [...b.bothSent, b.applicantRejected()],
  closed: [...b.sent, b.applicantRejected(), b.bindingRequestClosed({ outcome: 'rejected', results: [] })],
};

type Build = (events: readonly BindingEvent[]) => Command;
const current = (events: readonly BindingEvent[]) => stateAfter(...events)?.applicants[0]?.dossierRevision ?? 0;
const how = { commandId: 'the-question' };

/** Each as its actor would send it with a fresh screen. */
const COMMANDS: { readonly [T in Command['type']]: Build } = {
  Open: () => b.open({}, how),
  ConfirmStudentInfo: () => b.confirmStudentInfo({}, how),
  DisputeStudentInfo: () => b.disputeStudentInfo({}, how),
  CorrectStudentInfo: () => b.correctStudentInfo({}, how),
  KeepStudentInfo: () => b.keepStudentInfo({}, how),
  AnswerConsent: () => b.answerConsent({}, how),
  FillApplication: () => b.fillApplication({}, how),
  AmendApplicant: () => b.amendApplicant({}, how),
  ProveEmail: () => b.proveEmail({}, how),
  AddEvidence: () => b.addEvidence({}, how),
  RemoveEvidence: () => b.removeEvidence({}, how),
  SignAndSend: (events) => b.signAndSend({ dossierRevisions: { [b.FATHER]: current(events) } }, how),
  Recall: () => b.recall({}, how),
  Withdraw: () => b.withdraw({}, how),
  RecordPaperForm: () => b.recordPaperForm({}, how),
  Approve: (events) => b.approve({ dossierRevision: current(events) }, how),
  Reject: (events) => b.reject({ dossierRevision: current(events) }, how),
  RequestCorrection: (events) => b.requestCorrection({ dossierRevision: current(events) }, how),
  TakeOver: () => b.takeOver({}, how),
  RetryAccount: () => b.retryAccount({}, how),
  AbandonAccount: () => b.abandonAccount({}, how),
  RosterChanged: () => b.rosterChanged({}, how),
  ShiftDeadlines: () => b.shiftDeadlines({}, how),
  Erase: () => b.erase({ subjectId: b.STUDENT }, how),
  PassDeadline: (events) => b.passDeadline(deadlines(stateAfter(...events)).at(-1) ?? {}, how),
  RecordAccount: () => b.recordAccount({}, how),
  ReleaseAccount: () => b.releaseAccount({}, how),
};

/** Markdown; a row a command, a column a state. */
export function answersTable(): string {
  const states = Object.keys(STATES);
  const rows = Object.keys(COMMANDS).map((type) => [
    type,
    ...states.map((state) => answer(STATES[state] ?? [], type as Command['type'])),
  ]);
  const lines = [['command', ...states], ['---', ...states.map(() => '---')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function answer(events: readonly BindingEvent[], type: Command['type']): string {
  const command = COMMANDS[type](events);
  const decision = decide(stateAfter(...events), command, known(command));
  if ('refused' in decision) return `_${decision.refused}_`;
  return decision.events.length === 0 ? '-' : decision.events.map((event) => event.type).join(' + ');
}

function known(command: Command) {
  const left = command.type === 'RosterChanged' ? { student: { ...student, enrolment: 'left' as const } } : {};
  const shifted = command.type === 'ShiftDeadlines' ? { closures: [{ from: '2026-11-05', to: '2026-11-05' }] } : {};
  const later = command.type === 'PassDeadline' ? { now: command.data.dueAt } : {};
  return b.facts({ ...left, ...shifted, ...later }, command.actor.role);
}
