/** Streams of bindings as the rules decide them: the plain path to its end, nine events in seven appends. */
import { randomUUID } from 'node:crypto';
import { metadataOf } from '../../activities/binding/event-metadata.js';
import { recorded } from '../../activities/binding/recorded-event.js';
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import { evolve } from '../../domain/binding/evolve.js';
import { accountIdOf } from '../../domain/binding/identifiers.js';
import type { BindingState } from '../../domain/binding/state.js';
import { parseStored, seal } from '../../eventstore/chain/envelope.js';
import type { NewEvent } from '../../eventstore/port.js';
import * as b from '../../test/domain/builders.js';

export interface SealedAppend {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly NewEvent[];
}

export const EVENTS_OF_A_BINDING = 9;
/** As long as a sealed value is. */
const SEALED = 'v1.'.padEnd(96, 'x');

/** About `events` events, whole bindings, as they come in: `atOnce` families at the same time. */
export function* bindings(events: number, atOnce = 50): Generator<SealedAppend, void, undefined> {
  let written = 0;
  let underWay: Iterator<SealedAppend>[] = [];
  while (written < events || underWay.length > 0) {
    while (underWay.length < atOnce && written < events) {
      underWay.push(oneBinding());
      written += EVENTS_OF_A_BINDING;
    }
    const going: Iterator<SealedAppend>[] = [];
    for (const binding of underWay) {
      const next = binding.next();
      if (next.done) continue;
      yield next.value;
      going.push(binding);
    }
    underWay = going;
  }
}

function* oneBinding(): Generator<SealedAppend, void, undefined> {
  const requestId = randomUUID();
  const stream = `bindingRequest-${requestId}`;
  let state: BindingState = null;
  let revision = -1;
  let chain: string | null = null;
  for (const next of PLAIN_PATH) {
    const command = { ...next(state, requestId), requestId, commandId: randomUUID() };
    const facts = b.facts({ now: b.NOW }, command.actor.role);
    const { events } = decide(state, command, facts);
    const metadata = metadataOf(command, state, facts, events);
    const decided = events.map(({ type, data }) => ({ type, data, metadata }));
    const sealing: ReturnType<typeof seal> = seal(stream, revision + 1, chain, decided);
    yield { stream, expectedRevision: revision, events: sealing.events };
    for (const { type, data, metadata: stored } of sealing.events) {
      revision += 1;
      state = evolve(state, recorded({ type, revision, data: parseStored(data), metadata: parseStored(stored) }));
    }
    chain = sealing.chain;
  }
}

const PLAIN_PATH: readonly ((state: BindingState, requestId: string) => Command)[] = [
  () => b.open({ student: SEALED }),
  () => b.confirmStudentInfo(),
  () => b.answerConsent(),
  () =>
    b.fillApplication({
      applicants: [b.applicant('father', { name: SEALED, idNumber: SEALED, mobile: SEALED, email: SEALED })],
    }),
  (state) => b.signAndSend({ dossierRevisions: { [applicantOf(state)]: 3 } }),
  (state) => b.approve({ applicantId: applicantOf(state), dossierRevision: 4 }),
  (state, requestId) => {
    const applicantId = applicantOf(state);
    const accountId = accountIdOf(requestId, applicantId);
    return b.recordAccount({ applicantId, accountId, outcome: { kind: 'created', accountId } });
  },
];

function applicantOf(state: BindingState): string {
  return state?.applicants[0]?.applicantId ?? '';
}
