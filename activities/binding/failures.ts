/** Why an attempt at a command ends without an answer. Names and codes may leave the activity, messages do not. */
import { MISSHAPEN_EVENT, UNKNOWN_COMMAND } from '../../workflows/names.js';

/** The stream moved under every attempt of this call, or is not where its events end; the activity is tried again. */
export class Contention extends Error {
  override readonly name = 'Contention';
  constructor(requestId: string) {
    super(`the stream of ${requestId} does not stand still`);
  }
}

/** It took longer than it may: the next attempt decides, and this one appends nothing any more. */
export class AttemptIsOver extends Error {
  override readonly name = 'AttemptIsOver';
  constructor() {
    super('the time of this attempt is over');
  }
}

/** A later release may have it; for this one it is a mistake of the sender. */
export class UnknownCommand extends Error {
  override readonly name = UNKNOWN_COMMAND;
  constructor() {
    super('this release has no such command');
  }
}

/** The rules decided what no reader could read, most likely from a command that the edge let through: never appended. */
export class MisshapenEvent extends Error {
  override readonly name = MISSHAPEN_EVENT;
  /** Which event and which field, in a form that may leave the activity. */
  readonly code: string;
  constructor(type: string, field: string) {
    super('an event that no reader could read was not appended');
    this.code = `${type}-${field}`;
  }
}
