/** What a pass of `reconcile` does (workflows/reconcile/reconcile.ts says why). It goes on where an attempt before it was broken off. */
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure, Context } from '@temporalio/activity';
import type {
  CasesOrder,
  DecisionsSentAgain,
  ReconcileActivities,
  SignalledCases,
} from '../workflows/reconcile/reconcile-contract.js';
import { AGENDA_RULES } from '../domain/binding/agenda.js';
import type { EventLog } from '../eventstore/port.js';
import { guarded } from './binding/binding-activities.js';
import type { CaseSignals } from './ports/case-signals.js';
import type { KeptDecision, KeptDecisions } from './ports/kept-decisions.js';
import type { OpenCase, OpenCases } from './ports/open-cases.js';
import { recorded } from './binding/recorded-event.js';
import { tipOf } from './binding/stream-tip.js';
import { bindingStream } from '../workflows/names.js';
import type { CommandOf, DecisionType } from '../domain/binding/commands.js';

/** What an operator may want to count. `ms`: how long it took, or its last attempt did. */
export type ReconcileNews = { readonly ms: number } & (
  | { readonly kind: 'cases'; readonly scope: CasesOrder['scope']; readonly found: SignalledCases }
  | { readonly kind: 'decisions'; readonly found: DecisionsSentAgain }
);

export interface ReconcilePorts {
  readonly cases: OpenCases;
  readonly decisions: KeptDecisions;
  /** Says where each stream ends: a read model may be behind a log, or ahead of one that was restored. */
  readonly log: Pick<EventLog, 'readStream'>;
  readonly signals: CaseSignals;
  /** Aborts when the process is to end: the rest is left to another worker. */
  readonly stopping: AbortSignal;
  readonly tell?: (news: ReconcileNews) => void;
  /** Signals a second, at most; 50. */
  readonly perSecond?: number;
}

const PER_SECOND = 50;
/** So many are on their way side by side. */
const SIDE_BY_SIDE = 10;
const PAGE = 100;
/** How far the first pass looks back: the pass over every case, which starts with it, finds what is older. */
const FIRST_LOOK_BACK_MS = 10 * 60_000;

export function createReconcile(ports: ReconcilePorts): ReconcileActivities {
  return {
    signalCases: guarded((order: CasesOrder) => signalCases(ports, order)),
    sendDecisionsAgain: guarded(() => sendDecisionsAgain(ports)),
  };
}

async function signalCases(ports: ReconcilePorts, { scope, since }: CasesOrder): Promise<SignalledCases> {
  const { cases, log, signals, tell } = ports;
  const began = performance.now();
  const from = since ?? new Date(Date.now() - FIRST_LOOK_BACK_MS).toISOString();
  const found = await throughPages<OpenCase, 'signalled' | 'failed', SignalledCases>(ports, {
    start: async () => ({ signalled: 0, failed: 0, until: await cases.seenUntil() }),
    page: (after) => (scope === 'every' ? cases.every(after, PAGE) : cases.changed(from, after, PAGE)),
    cursorOf: ({ requestId }) => requestId,
    async work({ requestId, revision }) {
      const catchUp = async () => signals.catchUp(requestId, await tipOf(log, requestId, revision), AGENDA_RULES);
      return (await arrives(signals, catchUp)) ? 'signalled' : 'failed';
    },
  });
  tell?.({ kind: 'cases', scope, ms: performance.now() - began, found });
  // The next pass looks again at what failed, and at what nobody could be sure to have seen.
  return found.failed > 0 || found.until === null ? { ...found, until: since } : found;
}

type Sent = 'sentAgain' | 'dropped' | 'failed';

async function sendDecisionsAgain(ports: ReconcilePorts): Promise<DecisionsSentAgain> {
  const { decisions, log, signals, tell } = ports;
  const began = performance.now();
  const found = await throughPages<KeptDecision, Sent, DecisionsSentAgain>(ports, {
    start: async () => ({ settled: await decisions.settle(), sentAgain: 0, dropped: 0, failed: 0 }),
    page: (after) => decisions.lost(after, PAGE),
    cursorOf: ({ commandId }) => commandId,
    async work({ command, commandId }) {
      if (command === null) {
        await decisions.drop(commandId);
        return 'dropped';
      }
      if (!(await isThere(log, command))) {
        await decisions.refuse(commandId);
        return 'dropped';
      }
      if (!(await decisions.claim(commandId))) return 'dropped';
      const arrived = await arrives(signals, () => signals.signalDecision(command));
      await decisions.sentAgain(commandId);
      return arrived ? 'sentAgain' : 'failed';
    },
  });
  tell?.({ kind: 'decisions', ms: performance.now() - began, found });
  return found;
}

/** A decision about a case or an applicant that the log does not have leaves no event: it would be sent for ever. */
async function isThere(log: ReconcilePorts['log'], { requestId, data }: CommandOf<DecisionType>): Promise<boolean> {
  const events = (await log.readStream(bindingStream(requestId))).map(recorded);
  return events.some(
    (event) =>
      event.type === 'ApplicationFilled' &&
      event.data.applicants.some(({ applicantId }) => applicantId === data.applicantId),
  );
}

interface Pages<Item, Found, Outcome> {
  start(): Promise<Found>;
  page(after: string | null): Promise<readonly Item[]>;
  cursorOf(item: Item): string;
  /** @returns which count goes up by one. */
  work(item: Item): Promise<Outcome>;
}

/** How far an attempt has come: what it tells in its heartbeats, and where the next one begins. */
interface Progress<Found> {
  readonly after: string | null;
  readonly found: Found;
}

async function throughPages<Item, Outcome extends string, Found extends Readonly<Record<Outcome, number>>>(
  { stopping, perSecond = PER_SECOND }: ReconcilePorts,
  pages: Pages<Item, Found, Outcome>,
): Promise<Found> {
  const context = Context.current();
  const before = context.info.heartbeatDetails as Progress<Found> | undefined;
  let progress: Progress<Found> = before ?? { after: null, found: await pages.start() };
  for (;;) {
    const items = await pages.page(progress.after);
    for (const batch of batchesOf(items)) {
      if (stopping.aborted) throw ApplicationFailure.retryable('this worker ends: another one goes on', 'WorkerEnds');
      context.cancellationSignal.throwIfAborted();
      const earliest = pause((batch.length * 1000) / perSecond);
      const outcomes = await Promise.all(batch.map((item) => pages.work(item)));
      const [last] = batch.slice(-1);
      if (last !== undefined) progress = { after: pages.cursorOf(last), found: counted(progress.found, outcomes) };
      context.heartbeat(progress);
      await earliest;
    }
    if (items.length < PAGE) return progress.found;
  }
}

function batchesOf<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / SIDE_BY_SIDE);
  return Array.from({ length: count }, (_, i) => items.slice(i * SIDE_BY_SIDE, (i + 1) * SIDE_BY_SIDE));
}

function counted<Outcome extends string, Found extends Readonly<Record<Outcome, number>>>(
  found: Found,
  outcomes: readonly Outcome[],
): Found {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? found[outcome]) + 1;
  return { ...found, ...counts };
}

/** A case that cannot be reached must not keep the others waiting; a Temporal that cannot be reached ends the attempt. */
async function arrives(signals: CaseSignals, send: () => Promise<void>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch {
    await signals.check();
    return false;
  }
}
