/** A binding request of its own for each test, and its commands in the order of the guide. */
import { randomUUID } from 'node:crypto';
import type { Command, CommandOf } from '../../domain/binding/commands.js';
import { AGENDA_RULES } from '../../domain/binding/agenda.js';
import { tipOf } from '../../activities/binding/stream-tip.js';
import { deriveId } from '../../domain/ids.js';
import * as plain from '../domain/builders.js';
import { CATCH_UP } from '../../workflows/names.js';
import { eventually, type World } from './world.js';

export class Case {
  readonly requestId = randomUUID();
  readonly open = this.own(plain.open());
  readonly confirm = this.own(plain.confirmStudentInfo());
  readonly consent = this.own(plain.answerConsent());
  readonly fill = this.own(plain.fillApplication());
  readonly fillForTwo = this.own(
    plain.fillApplication({
      mode: 'two-parents',
      applicants: [plain.applicant('father'), plain.applicant('mother')],
    }),
  );
  readonly sign = this.own(plain.signAndSend());
  readonly approve = this.own(plain.approve());
  readonly approveMother = this.own(plain.approve({ applicantId: plain.MOTHER }), 'mother');
  readonly reject = this.own(plain.reject());

  readonly askForCorrection = this.own(plain.requestCorrection());

  constructor(private readonly world: World) {}

  /** The command as it would be for this request. @param what tells two commands of one type apart. */
  own<C extends Command>(command: C, what = ''): C {
    return { ...command, requestId: this.requestId, commandId: deriveId(this.requestId, command.type, what) };
  }

  /** Up to the sent application of one parent, or of two. */
  async upToReview(fill: CommandOf<'FillApplication'> = this.fill): Promise<void> {
    for (const command of [this.open, this.confirm, this.consent, fill, this.sign]) {
      const answer = await this.world.gateway.send(command);
      if (answer.status === 'refused') throw new Error(`${command.type} was refused: ${answer.code}`);
    }
  }

  /** 送出申請 once more, of what the family has seen at that revision. */
  signAgain(dossierRevision: number): CommandOf<'SignAndSend'> {
    return this.own(plain.signAndSend({ dossierRevisions: { [plain.FATHER]: dossierRevision } }), 'again');
  }

  /** Of what was sent at that revision. */
  approveAt(dossierRevision: number): CommandOf<'Approve'> {
    return this.own(plain.approve({ dossierRevision }), 'again');
  }

  /**
   * Four megabytes of history are where the server suggests a new run; a signal's spare argument makes them quickly.
   * One after the other, since a task that brings all of it at once takes long.
   */
  async continueAsNew(): Promise<void> {
    const handle = this.world.handle(this.requestId);
    const { revision, chain } = await tipOf(this.world.log, this.requestId, 0);
    const { runId } = await handle.describe();
    for (let i = 0; i < 3; i++) {
      const before = await handle.describe();
      await handle.signal(CATCH_UP, revision, chain, AGENDA_RULES, 'x'.repeat(1_500_000));
      await eventually(async () => {
        const now = await handle.describe();
        return now.runId !== runId || now.historyLength >= before.historyLength + SIGNAL_AND_TASK;
      });
    }
    await eventually(async () => (await handle.describe()).runId !== runId);
  }
}

/** Signaled; task scheduled, started, completed. */
const SIGNAL_AND_TASK = 4;
