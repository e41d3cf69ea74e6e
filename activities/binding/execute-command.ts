/** One command: load, decide, append, answer. docs/adr/0001-decide-in-one-activity.md says why this is one activity. */
import { agendaOf, AGENDA_RULES } from '../../domain/binding/agenda.js';
import type { Command } from '../../domain/binding/commands.js';
import { decide, isKnownCommand } from '../../domain/binding/decide.js';
import type { RuleOutcome } from '../../domain/binding/rule.js';
import type { RecordedBindingEvent } from '../../domain/binding/events.js';
import { misshapenField } from '../../domain/binding/stored-events/event-shapes.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import { Conflict } from '../../eventstore/port.js';
import type { Agenda, BindingActivities, CommandAnswer, StreamTip } from '../../workflows/binding/activity-contract.js';
import { AGENDA_VERSION } from '../../workflows/names.js';
import { AttemptIsOver, Contention, MisshapenEvent, UnknownCommand } from './failures.js';
import { metadataOf } from './event-metadata.js';
import type { FactsPort } from '../ports/facts.js';
import { CaseCache, type ChainedCase } from './case-cache.js';
import { RequestStream, type CaseLog } from './request-stream.js';
import { completed } from './system-commands.js';

export interface ExecutePorts {
  readonly log: CaseLog;
  readonly facts: FactsPort;
  /** Absent: one of its own. */
  readonly cache?: CaseCache;
  /** Whether the attempt that asks has run out of its time; absent: it never does. */
  readonly isOver?: () => boolean;
}

/** Another writer is rare (a second run, an operator), so a few looks settle it. */
const MOST_DECISIONS = 5;

/**
 * @returns `execute` of the activity contract. The same command again is answered from its own events.
 * @throws Unavailable, Contention, NewerEvent and what the facts throw: all of it may be tried again.
 * @throws MisshapenEvent, UnknownCommand for good.
 */
export function createExecute({ cache = new CaseCache(), ...ports }: ExecutePorts): BindingActivities['execute'] {
  return async (asked, at) => {
    const command = completed(asked);
    if (!isKnownCommand(command.type)) throw new UnknownCommand();
    const stream = await begin(ports.log, cache, command, at);
    const answer = await settle(ports, command, stream);
    stream.remember();
    return isAt(stream.folded, at) ? { answer } : { answer, agenda: agendaFor(stream.folded) };
  };
}

export function createLoad({
  log,
  cache = new CaseCache(),
}: Pick<ExecutePorts, 'log' | 'cache'>): BindingActivities['load'] {
  return async (requestId) => {
    const stream = new RequestStream(log, cache, requestId);
    await stream.readOn();
    stream.remember();
    return agendaFor(stream.folded);
  };
}

function agendaFor({ state, revision, chain }: ChainedCase): Agenda {
  return { v: AGENDA_VERSION, rules: AGENDA_RULES, revision, chain, ...agendaOf(state) };
}

function isAt({ revision, chain }: StreamTip, at: StreamTip | undefined): boolean {
  return at?.revision === revision && at.chain === chain;
}

/** An opening most often meets no stream: it says so in the append, and reads only after a conflict. */
async function begin(
  log: CaseLog,
  cache: CaseCache,
  { requestId, type }: Command,
  at: StreamTip | undefined,
): Promise<RequestStream> {
  const folded = at && cache.endingWith(requestId, at.chain);
  if (folded) return new RequestStream(log, cache, requestId, folded);
  if (type === 'Open' && cache.last(requestId) === undefined) return RequestStream.unopened(log, cache, requestId);
  const stream = new RequestStream(log, cache, requestId);
  await stream.readOn();
  return stream;
}

type Ports = Omit<ExecutePorts, 'cache' | 'log'>;

async function settle(ports: Ports, command: Command, stream: RequestStream): Promise<CommandAnswer> {
  for (let looks = 0; looks < MOST_DECISIONS; looks++) {
    if (stream.holds(command.commandId)) {
      // An answer from memory alone could be one that a restored log knows nothing of.
      if (!stream.isConfirmed && (await stream.readOn())) continue;
      return answerOf(await stream.ofCommand(command.commandId));
    }
    if (isElsewhere(command, stream)) {
      if (await stream.readOn()) continue;
      return { status: 'refused', code: 'revision-changed', revision: stream.folded.revision };
    }
    const { state, at } = stream.folded;
    const facts = notBefore(at, await ports.facts.lookUp(state, command));
    const decision = decide(state, command, facts);
    // What changes nothing, and every refusal, is only said of the stream as it is now.
    if (!isPlainSuccess(decision) && (await stream.readOn())) continue;
    if (decision.events.length === 0) return unchanged(decision, stream.folded.revision);
    const stored = await appended(ports, command, decision, facts, stream);
    if (stored) return answerOf(stored);
  }
  throw new Contention(command.requestId);
}

/** The clocks of two workers differ: time does not run backwards in a stream. */
function notBefore(at: string | null, facts: Facts): Facts {
  return at !== null && Date.parse(at) > Date.parse(facts.now) ? { ...facts, now: at } : facts;
}

/** Its sender wants it only where they saw the case stand; the append's expected revision holds it there. */
function isElsewhere({ ifRevision }: Command, { folded }: RequestStream): boolean {
  return ifRevision !== undefined && !ifRevision.includes(folded.revision);
}

function isPlainSuccess(decision: RuleOutcome): boolean {
  return !('refused' in decision) && decision.events.length > 0;
}

/** @returns undefined after a conflict, with the stream read on. */
async function appended(
  { isOver }: Ports,
  command: Command,
  { events }: RuleOutcome,
  facts: Facts,
  stream: RequestStream,
): Promise<readonly RecordedBindingEvent[] | undefined> {
  const metadata = metadataOf(command, stream.folded.state, facts, events);
  const readable = events.map((event) => inShape({ ...event, metadata }));
  // The next attempt is under way, and may have been refused already.
  if (isOver?.() === true) throw new AttemptIsOver();
  try {
    return await stream.append(readable);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    if (!(await stream.readOn())) throw new Contention(command.requestId);
    return undefined;
  }
}

/** An event stays for ever, and one that cannot be read takes its whole case with it. */
function inShape<E extends Parameters<typeof misshapenField>[0]>(event: E): E {
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

function unchanged(decision: RuleOutcome, revision: number): CommandAnswer {
  if ('refused' in decision) return { status: 'refused', code: decision.refused, revision };
  return { status: 'accepted', revision, changed: false };
}
