/** What an operator decided that changes what can be proven: an event of its own, in the stream `system-operator`. */
import { randomUUID } from 'node:crypto';
import { chainOf, seal } from '../../../eventstore/chain/envelope.js';
import { Conflict, NO_STREAM, type EventLog } from '../../../eventstore/port.js';

export interface OperatorWord {
  readonly type: 'AuditTrailReplaced' | 'StreamQuarantined';
  /** Counts and names of read models; no values of people. */
  readonly data: object;
}

const STREAM = 'system-operator';
const MOST_TRIES = 5;

/** Ends when it stands in the log. @throws Unavailable; Conflict where others write all the time */
export async function writeOperatorWord(log: EventLog, { type, data }: OperatorWord): Promise<void> {
  const commandId = randomUUID();
  const metadata = {
    commandId,
    $correlationId: commandId,
    $causationId: commandId,
    actor: { id: 'operator', role: 'system' },
    channel: 'command-line',
    at: new Date().toISOString(),
    schemaVersion: 1,
    facts: {},
  };
  for (let tries = 1; ; tries += 1) {
    const last = (await log.readStream(STREAM)).at(-1);
    const revision = last?.revision ?? NO_STREAM;
    const { events } = seal(STREAM, revision + 1, (last && chainOf(last)) ?? null, [{ type, data, metadata }]);
    try {
      await log.append(STREAM, revision, events);
      return;
    } catch (error) {
      if (!(error instanceof Conflict) || tries === MOST_TRIES) throw error;
    }
  }
}
