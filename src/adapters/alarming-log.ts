import { AccessDenied, StreamGone, type EventLog } from '../../eventstore/port.js';

/** Where it is told; the log of a role is one. */
export interface AlarmBell {
  error(message: string, fields: object): void;
  log(message: string, fields: object): void;
}

/** The same trouble is told again after so long, in milliseconds. */
const AGAIN_MS = 60_000;
/** Streams that were told of; beyond that the oldest may be told again sooner. */
const REMEMBERED = 1_000;

/** The same log. What only an operator can put right is told as an error, and that access is granted again as well. */
export function alarmingLog(log: EventLog, bell: AlarmBell): EventLog {
  const alarms = new Alarms(bell);
  const heard = <T>(call: Promise<T>): Promise<T> => {
    call.catch((error: unknown) => alarms.hear(error));
    return call;
  };
  const { checkAccess } = log;
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
    close: () => log.close(),
  };
}

class Alarms {
  /** What was told, and when. */
  private readonly told = new Map<string, number>();
  private denied = false;

  constructor(private readonly bell: AlarmBell) {}

  hear(error: unknown): void {
    if (error instanceof AccessDenied) {
      this.denied = true;
      this.tell(error.message, { lacks: error.lacks });
    }
    if (error instanceof StreamGone)
      this.tell('a stream was deleted or cut by an operator of the event store', { stream: error.stream });
  }

  granted(): void {
    if (!this.denied) return;
    this.denied = false;
    this.told.clear();
    this.bell.log('the event store grants access again', {});
  }

  private tell(message: string, fields: object): void {
    const what = JSON.stringify([message, fields]);
    const [now, before] = [Date.now(), this.told.get(what)];
    if (before !== undefined && now - before < AGAIN_MS) return;
    this.told.delete(what);
    this.told.set(what, now);
    const [oldest] = this.told.keys();
    if (this.told.size > REMEMBERED && oldest !== undefined) this.told.delete(oldest);
    this.bell.error(message, fields);
  }
}
