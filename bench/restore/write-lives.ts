import { randomUUID } from 'node:crypto';
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import type { RecordedBindingEvent } from '../../domain/binding/events.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { BindingState } from '../../domain/binding/state.js';
import type { EventLog } from '../../eventstore/port.js';
import * as b from '../../test/domain/builders.js';
import { Writer } from '../../test/projections/streams.js';

const WRITERS = 32;

/** Binding requests from the opening to the created account, each command an append, many side by side. @returns how many events */
export async function writeLives(log: EventLog, atLeast: number): Promise<number> {
  const writer = new Writer(log);
  let events = 0;
  const live = async (): Promise<void> => {
    while (events < atLeast) {
      const more = await writeLife(writer, randomUUID());
      events += more;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, live));
  return events;
}

async function writeLife(writer: Writer, requestId: string): Promise<number> {
  let state: BindingState = null;
  let revision = -1;
  for (let next = nextOf(state); next; next = nextOf(state)) {
    const command: Command = { ...next, commandId: `${requestId}-command-${revision}` };
    const { events } = decide(state, command, b.facts({}, command.actor.role));
    if (events.length === 0) throw new Error(`the rules refuse ${command.type}`);
    const { commandId, actor } = command;
    await writer.writeAs(requestId, { events, commandId, actor });
    for (const event of events) {
      revision += 1;
      state = evolve(state, { ...event, revision, metadata: { commandId, actor, at: b.NOW } } as RecordedBindingEvent);
    }
  }
  return revision + 1;
}

/** What leads on towards the account; undefined when the case is closed. */
function nextOf(state: BindingState): Command | undefined {
  if (!state) return b.open();
  const [applicant] = state.applicants;
  switch (state.stage) {
    case 'student-info':
      return b.confirmStudentInfo();
    case 'consent':
      return b.answerConsent();
    case 'application':
      return b.fillApplication();
    case 'signature':
      return b.signAndSend({ dossierRevisions: { [applicant!.applicantId]: applicant!.dossierRevision } });
    case 'review':
      return inReview(applicant!);
    case 'closed':
      return undefined;
  }
}

function inReview({ applicantId, dossierRevision, account }: NonNullable<BindingState>['applicants'][number]): Command {
  if (!account) return b.approve({ applicantId, dossierRevision });
  const { accountId, attempt } = account;
  return b.recordAccount({ applicantId, accountId, attempt, outcome: { kind: 'created', accountId } });
}
