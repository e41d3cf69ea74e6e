/** One command: load, decide, append, answer. docs/adr/0001-decide-in-one-activity.md says why this is one activity. */
import type { Command } from '../../domain/binding/commands.js';
import { decide, type Decision } from '../../domain/binding/decide.js';
import type { RecordedBindingEvent } from '../../domain/binding/events.js';
import { misshapenField } from '../../domain/binding/stored-events/event-shapes.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import { Conflict, type EventLog } from '../../eventstore/port.js';
import type { CommandAnswer, Executed, Known } from '../../workflows/binding/activity-contract.js';
import { MISSHAPEN_EVENT } from '../../workflows/names.js';
import { metadataOf } from './event-metadata.js';
import type { FactsPort } from '../ports/facts.js';
import { lean } from './recorded-event.js';
import { NOTHING_YET, RequestStream, isCurrent } from './request-stream.js';

export interface ExecutePorts {
  readonly log: EventLog;
  readonly facts: FactsPort;
}

/** The stream moved under every attempt of this call, or is not where its events end; the activity is tried again. */
export class Contention extends Error {
  override readonly name = 'Contention';
  constructor(requestId: string) {
    super(`the stream of ${requestId} does not stand still`);
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

/** Another writer is rare (a second run, an operator), so a few looks settle it. */
const MOST_DECISIONS = 5;
/** Beyond this a whole state is shorter than the events. */
const MOST_EVENTS = 100;

/**
 * @returns `execute` of the activity contract. The same command again is answered from its own events.
 * @throws Unavailable, Contention and what the facts throw: all of it may be tried again.
 * @throws MisshapenEvent for good.
 */
export function createExecute(ports: ExecutePorts): (command: Command, known?: Known) => Promise<Executed> {
  return async (command, given) => {
    const known = given && isCurrent(given) ? given : undefined;
    try {
      return await executeFrom(ports, command, known);
    } catch (error) {
      // The caller may be ahead of a log that was restored from a copy: then the log is right.
      if (known && error instanceof Contention) return executeFrom(ports, command, undefined);
      throw error;
    }
  };
}

async function executeFrom(ports: ExecutePorts, command: Command, known: Known | undefined): Promise<Executed> {
  const stream = await begin(ports.log, command, known);
  const answer = await settle(ports, command, stream);
  return executed(answer, stream, known);
}

export function createLoad({ log }: Pick<ExecutePorts, 'log'>): (requestId: string) => Promise<Known> {
  return async (requestId) => (await RequestStream.loaded(log, requestId)).known;
}

/** An opening most often meets no stream: it says so in the append, and reads only after a conflict. */
async function begin(log: EventLog, command: Command, known: Known | undefined): Promise<RequestStream> {
  if (known) return RequestStream.knownAs(log, command.requestId, known);
  if (command.type === 'Open') return RequestStream.knownAs(log, command.requestId, NOTHING_YET);
  return RequestStream.loaded(log, command.requestId);
}

async function settle({ facts: port }: ExecutePorts, command: Command, stream: RequestStream): Promise<CommandAnswer> {
  for (let looks = 0; looks < MOST_DECISIONS; looks++) {
    const before = await answerBefore(command, stream);
    if (before) return before;

    if (isElsewhere(command, stream)) {
      if (await stream.readOn()) continue;
      return { status: 'refused', code: 'revision-changed', revision: stream.known.revision };
    }
    const { state } = stream.known;
    const facts = await port.lookUp(state, command);
    const decision = decide(state, command, facts);
    // What changes nothing, and every refusal, is only said of the stream as it is now.
    if (!isPlainSuccess(decision) && (await stream.readOn())) continue;
    if (decision.events.length === 0) return unchanged(decision, stream.known.revision);
    if (await appended(command, decision, facts, stream)) return answerOf(stream.seen.filter(isOf(command)));
  }
  throw new Contention(command.requestId);
}

/** Its sender wants it only where they saw the case stand; the append's expected revision holds it there. */
function isElsewhere({ ifRevision }: Command, { known }: RequestStream): boolean {
  return ifRevision !== undefined && !ifRevision.includes(known.revision);
}

function isPlainSuccess(decision: Decision): boolean {
  return !('refused' in decision) && decision.events.length > 0;
}

/** The stream holds this command already: after a lost answer, a restart, a closed case. */
async function answerBefore({ commandId }: Command, stream: RequestStream): Promise<CommandAnswer | undefined> {
  const handled = stream.known.state?.handled;
  const place = handled && Object.hasOwn(handled, commandId) ? handled[commandId] : undefined;
  return place && answerOf(await stream.between(place.from, place.to));
}

/** @returns false after a conflict, with the stream read on. */
async function appended(command: Command, { events }: Decision, facts: Facts, stream: RequestStream): Promise<boolean> {
  const metadata = metadataOf(command, stream.known.state, facts);
  try {
    await stream.append(events.map((event) => readable({ ...event, metadata })));
    return true;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    if (!(await stream.readOn())) throw new Contention(command.requestId);
    return false;
  }
}

/** An event stays for ever, and one that cannot be read takes its whole case with it. */
function readable<E extends Parameters<typeof misshapenField>[0]>(event: E): E {
  const field = misshapenField(event);
  if (field !== undefined) throw new MisshapenEvent(event.type, field);
  return event;
}

/** From the command's own events alone, so that it is the same whenever it is asked. */
function answerOf(own: readonly RecordedBindingEvent[]): CommandAnswer {
  const last = own[own.length - 1];
  if (!last) throw new Error('a command without events has no answer in the stream');
  const { revision } = last;
  if (last.type === 'ReviewDecisionRefused')
    return { status: 'refused', code: last.data.code as RefusalCode, revision };
  return { status: 'accepted', revision, changed: true };
}

function unchanged(decision: Decision, revision: number): CommandAnswer {
  if ('refused' in decision) return { status: 'refused', code: decision.refused, revision };
  return { status: 'accepted', revision, changed: false };
}

function isOf({ commandId }: Command): (event: RecordedBindingEvent) => boolean {
  return ({ metadata }) => metadata.commandId === commandId;
}

function executed(answer: CommandAnswer, stream: RequestStream, known: Known | undefined): Executed {
  const { seen, known: now } = stream;
  if (!known || seen.length > MOST_EVENTS) return { answer, loaded: now };
  return { answer, events: seen.map(lean), ...(seen.length > 0 && now.chain !== null && { chain: now.chain }) };
}
