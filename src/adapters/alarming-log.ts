import { AccessDenied, StreamGone, type EventLog } from '../../eventstore/port.js';

/** Where alarms go; the log of a process is one place. */
export interface AlarmBell {
  error(message: string, fields: object): void;
  log(message: string, fields: object): void;
}

/** Milliseconds after which the same alarm is repeated. */
const AGAIN_MS = 60_000;
/** Alarms that are remembered; beyond that the oldest may be repeated sooner. */
const REMEMBERED = 1_000;

/** The same log. It logs an error for each trouble that only an operator can cure, and a line when access is granted again. */
export function alarmingLog(log: EventLog, bell: AlarmBell): EventLog {
  const alarms = new Alarms(bell);
  const heard = <T>(call: Promise<T>): Promise<T> => {
    call.catch((error: unknown) => alarms.hear(error));
    return call;
  };
  const { checkAccess, alteredStreams } = log;
  return {
    append: (stream, expectedRevision, events) => heard(log.append(stream, expectedRevision, events)),
    readStream: (stream, from, to) => heard(log.readStream(stream, from, to)),
    readAll: (after, limit) => heard(log.readAll(after, limit)),
    async *subscribe(after, signal) {
      try {
        yield* log.subscribe(after, signal);
      } catch (error) {
        alarms.hear(error);
        throw error;
      }
    },
    head: () => heard(log.head()),
    ...(checkAccess && {
      checkAccess: async () => {
        await heard(checkAccess.call(log));
        alarms.granted();
      },
    }),
    ...(alteredStreams && { alteredStreams: () => heard(alteredStreams.call(log)) }),
    close: () => log.close(),
  };
}

class Alarms {
  /** When each alarm was last raised. */
  private readonly raised = new Map<string, number>();
  private denied = false;

  constructor(private readonly bell: AlarmBell) {}

  hear(error: unknown): void {
    if (error instanceof AccessDenied) {
      this.denied = true;
      this.alarm(error.message, { lacks: error.lacks });
    }
    if (error instanceof StreamGone)
      this.alarm('a stream was deleted or cut by an operator of the event store', { stream: error.stream });
  }

  granted(): void {
    if (!this.denied) return;
    this.denied = false;
    this.raised.clear();
    this.bell.log('the event store grants access again', {});
  }

  private alarm(message: string, fields: object): void {
    const what = JSON.stringify([message, fields]);
    const [now, before] = [Date.now(), this.raised.get(what)];
    if (before !== undefined && now - before < AGAIN_MS) return;
    this.raised.delete(what);
    this.raised.set(what, now);
    const [oldest] = this.raised.keys();
    if (this.raised.size > REMEMBERED && oldest !== undefined) this.raised.delete(oldest);
    this.bell.error(message, fields);
  }
}
