/** Records in the log who reads personal data, before the data are shown: streams `access-<day>-<process>`. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from '../../../domain/binding/metadata.js';
import { CURRENT_SCHEMA_VERSION } from '../../../domain/binding/events.js';
import { chainOf, seal } from '../../../eventstore/chain/envelope.js';
import { Conflict, NO_STREAM, type EventLog } from '../../../eventstore/port.js';
import { taipeiDay } from '../../../domain/calendar/taipei.js';

export interface ReadAccess {
  readonly actor: Actor;
  /** Name of the route. */
  readonly through: string;
  /** Whose data: an applicantId or a studentId. */
  readonly subjectId: string;
  readonly requestId?: string;
  readonly fields: readonly string[];
}

interface End {
  readonly stream: string;
  readonly revision: number;
  readonly chain: string | null;
}

const MOST_TRIES = 3;

export class ReadAccessLog {
  /** Two processes never write to one stream. */
  private readonly process = randomBytes(6).toString('hex');
  private end: End | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Resolves once the entry is in the log. @throws Unavailable; then nothing may be shown. */
  record(access: ReadAccess): Promise<void> {
    const turn = this.last.then(() => this.append(access));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async append(access: ReadAccess): Promise<void> {
    for (let tries = 1; ; tries++) {
      const end = await this.endOfToday();
      const { events, chain } = seal(end.stream, end.revision + 1, end.chain, [this.event(access)]);
      // Until the answer is here, nothing is known about the end of the stream.
      this.end = null;
      try {
        const { revision } = await this.log.append(end.stream, end.revision, events);
        this.end = { stream: end.stream, revision, chain };
        return;
      } catch (error) {
        if (!(error instanceof Conflict) || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async endOfToday(): Promise<End> {
    const stream = `access-${taipeiDay(this.now().toISOString())}-${this.process}`;
    if (this.end?.stream === stream) return this.end;
    const last = (await this.log.readStream(stream)).at(-1);
    return last
      ? { stream, revision: last.revision, chain: chainOf(last) ?? null }
      : { stream, revision: NO_STREAM, chain: null };
  }

  private event({ actor, through, subjectId, requestId, fields }: ReadAccess) {
    const commandId = randomUUID();
    return {
      type: 'DataLookedAt',
      data: { actor: actor.id, role: actor.role, subjectId, ...(requestId && { requestId }), fields: [...fields] },
      metadata: {
        commandId,
        $correlationId: requestId ?? commandId,
        $causationId: commandId,
        actor,
        channel: 'online',
        at: this.now().toISOString(),
        schemaVersion: CURRENT_SCHEMA_VERSION,
        facts: { through },
      },
    };
  }
}
