/** Lawful lives of a binding request, chosen by numbers: whatever the rules decide may come to the read models. */
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import { deadlines } from '../../domain/binding/deadlines.js';
import type { BindingEvent, RecordedBindingEvent } from '../../domain/binding/events.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { ApplicantState, BindingRequest, BindingState } from '../../domain/binding/state.js';
import * as b from '../domain/builders.js';
import type { Written } from './streams.js';

/** One request that goes on each time a number comes. */
export class RandomHistory {
  private state: BindingState = null;
  private revision = -1;
  private commands = 0;

  constructor(private readonly requestId: string) {}

  /** The next thing that happens, null when the rules say that nothing does. */
  next(choice: number): Written | null {
    this.commands += 1;
    const choices = this.state === null ? [b.open()] : possible(this.state);
    const chosen = choices[choice % choices.length] ?? b.open();
    const command = { ...chosen, commandId: `${this.requestId}-command-${this.commands}` };
    const { events } = decide(this.state, command, factsFor(command));
    if (events.length === 0) return null;
    for (const event of events) this.record(event, command);
    return { events, commandId: command.commandId, actor: command.actor };
  }

  private record(event: BindingEvent, { commandId, actor }: Command): void {
    this.revision += 1;
    const metadata = { commandId, actor, at: b.NOW };
    this.state = evolve(this.state, { ...event, revision: this.revision, metadata } as RecordedBindingEvent);
  }
}

function factsFor({ actor, type, data }: Command) {
  return b.facts(type === 'PassDeadline' ? { now: data.dueAt } : {}, actor.role);
}

function possible(request: BindingRequest): readonly Command[] {
  switch (request.stage) {
    case 'student-info':
      return [b.confirmStudentInfo()];
    case 'consent':
      return [
        b.answerConsent(),
        b.answerConsent(),
        b.answerConsent(),
        b.answerConsent({ decision: 'disagree', intent: 'not-joining' }),
      ];
    case 'application':
      return [fillForTwo(), b.fillApplication()];
    case 'signature':
      return [fillForTwo(), b.fillApplication(), ...sendings(request), ...sendings(request)];
    case 'review':
      return [...request.applicants.flatMap(actsOn), ...sendings(request), ...passings(request)];
    case 'closed':
      return [b.approve(), b.answerConsent()];
  }
}

function fillForTwo(): Command {
  return b.fillApplication({ mode: 'two-parents', applicants: [b.applicant('father'), b.applicant('mother')] });
}

function sendings({ applicants }: BindingRequest): readonly Command[] {
  const drafted = applicants.filter(({ status }) => status === 'drafted');
  const dossierRevisions = Object.fromEntries(drafted.map((one) => [one.applicantId, one.dossierRevision]));
  const ids = drafted.map(({ applicantId }) => applicantId);
  return drafted.length === 0
    ? []
    : [b.signAndSend({ dossierRevisions }), b.signAndSend({ applicantIds: ids.slice(0, 1), dossierRevisions })];
}

function passings(request: BindingRequest): readonly Command[] {
  return deadlines(request).map(({ kind, dueAt }) => b.passDeadline({ kind, dueAt }));
}

function actsOn({ applicantId, dossierRevision, status, account }: ApplicantState): readonly Command[] {
  if (status === 'pending-review') {
    const by = b.registrar;
    return [
      b.approve({ applicantId, dossierRevision }),
      b.approve({ applicantId, dossierRevision }, { by }),
      b.reject({ applicantId, dossierRevision }, { by }),
      b.approve({ applicantId, dossierRevision: dossierRevision - 1 }),
    ];
  }
  if (status !== 'account-creating' || !account) return [b.reject({ applicantId, dossierRevision })];
  const { accountId, attempt } = account;
  const outcomes = [
    { kind: 'created', accountId },
    { kind: 'linked', accountId: 'account-of-before' },
    { kind: 'email-taken' },
    { kind: 'failed', reason: 'provider-unreachable' },
  ] as const;
  return outcomes.map((outcome) => b.recordAccount({ applicantId, accountId, attempt, outcome }));
}
