/** One plain binding, ours and the bare twin's: the same payloads, one call after the other as a family would make them. */
import { randomUUID } from 'node:crypto';
import { Client, WithStartWorkflowOperation, type Connection } from '@temporalio/client';
import type { Command, CommandOf } from '../../domain/binding/commands.js';
import type { SealedApplicant } from '../../domain/binding/events.js';
import type { Actor } from '../../domain/binding/metadata.js';
import { caseNumber } from '../../domain/binding/identifiers.js';
import { currentConsentText } from '../../domain/consent/texts.js';
import { OutcomeUnknown, type BindingGateway } from '../../src/adapters/temporal/binding-gateway.js';
import { bindingStream } from '../../workflows/names.js';
import type { Bench } from './engines.js';
import { STEPS } from './steps.js';

/** The twin never asks again, so it waits as long as it takes. */
const TWIN_PATIENCE_MS = 60_000;

/** Runs one binding to its end. @returns the workflow's id */
export type Contestant = () => Promise<string>;

export function ours(gateway: BindingGateway, client: Client, pupil: Bench['pupil']): Contestant {
  return async () => {
    const requestId = randomUUID();
    const { commands, approve } = plainBinding(requestId, pupil);
    for (const command of commands) {
      const answer = await insist(() => gateway.send(command));
      if (answer.status === 'refused') throw new Error(`${command.type} was refused: ${answer.code}`);
    }
    await gateway.signalDecision(approve);
    await client.workflow.getHandle(bindingStream(requestId)).result();
    return bindingStream(requestId);
  };
}

export function bareTwin(connection: Connection, client: Client, { place, pupil }: Bench): Contestant {
  return async () => {
    const requestId = randomUUID();
    const workflowId = `twin-${requestId}`;
    const { commands, approve } = plainBinding(requestId, pupil);
    const start = new WithStartWorkflowOperation('bareTwin', {
      workflowId,
      taskQueue: place.temporalTaskQueue,
      workflowTaskTimeout: '3s',
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [],
    });
    const handle = client.workflow.getHandle(workflowId);
    for (const [i, step] of STEPS.entries()) {
      const call = { args: [commands[i]] as [unknown], updateId: commands[i]?.commandId ?? '' };
      await connection.withDeadline(Date.now() + TWIN_PATIENCE_MS, () =>
        i === 0
          ? client.workflow.executeUpdateWithStart(step, { ...call, startWorkflowOperation: start })
          : handle.executeUpdate(step, call),
      );
    }
    await handle.signal('approve', approve);
    await handle.result();
    return workflowId;
  };
}

/** Calls that had to be made again, because no answer had come within five seconds. */
export const sentAgain = { count: 0 };

/** As the edge's caller does: the same command again, which is answered once. */
async function insist<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      sentAgain.count += 1;
    }
  }
}

function plainBinding(requestId: string, { studentId, rosterVersion, teacherId }: Bench['pupil']) {
  const parent: Actor = { id: 'login', role: 'parent' };
  const applicantId = randomUUID();
  const by = (actor: Actor) => ({ requestId, commandId: randomUUID(), actor, channel: 'online' }) as const;
  const { version: textVersion } = currentConsentText();
  const commands: readonly Command[] = [
    {
      type: 'Open',
      ...by(parent),
      data: { caseNumber: caseNumber('T99', requestId), studentId, loginId: requestId, student: sealed(60) },
    },
    { type: 'ConfirmStudentInfo', ...by(parent), data: { correct: true, shownVersion: rosterVersion } },
    {
      type: 'AnswerConsent',
      ...by(parent),
      data: { decision: 'agree', intent: 'apply', textVersion, method: 'online' },
    },
    { type: 'FillApplication', ...by(parent), data: { mode: 'one-parent', applicants: [applicant(applicantId)] } },
    { type: 'SignAndSend', ...by(parent), data: { dossierRevisions: { [applicantId]: 3 } } },
  ];
  const approve: CommandOf<'Approve'> = {
    type: 'Approve',
    ...by({ id: teacherId, role: 'class-teacher' }),
    data: { applicantId, dossierRevision: 4, formChecked: true },
  };
  return { commands, approve };
}

function applicant(applicantId: string): SealedApplicant {
  const [personRef, emailRef] = [randomUUID(), randomUUID()];
  const values = { name: sealed(9), idNumber: sealed(10), mobile: sealed(10), email: sealed(24) };
  return { applicantId, relation: 'father', personRef, emailRef, ...values };
}

/** As long as a sealed value of so many bytes is: nonce and tag in front, in base64. */
function sealed(bytes: number): string {
  return 'x'.repeat(Math.ceil(((bytes + 29) * 4) / 3));
}
