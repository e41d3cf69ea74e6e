import { randomUUID } from 'node:crypto';
import { seal } from '../../eventstore/chain/envelope.js';
import type { NewEvent } from '../../eventstore/port.js';

/** For each writer a stream of its own and the batches that go into it, one after the other. */
export type Rows = readonly { readonly stream: string; readonly batches: readonly (readonly NewEvent[])[] }[];

/** Sealed events of about 500 bytes with their metadata, `slice` batches in all. */
export function rowsFor(writers: number, slice: number, batch: number): Rows {
  return Array.from({ length: writers }, (_, writer) => {
    const stream = `bindingRequest-${randomUUID()}`;
    const count = Math.floor(slice / writers) + (writer < slice % writers ? 1 : 0);
    return { stream, batches: batchesOf(stream, count, batch) };
  });
}

function batchesOf(stream: string, count: number, batch: number): (readonly NewEvent[])[] {
  let chain: string | null = null;
  return Array.from({ length: count }, (_, n) => {
    const unsealed = Array.from({ length: batch }, (__, i) => something(n * batch + i));
    const sealing: ReturnType<typeof seal> = seal(stream, n * batch, chain, unsealed);
    chain = sealing.chain;
    return sealing.events;
  });
}

function something(n: number) {
  return {
    type: 'ApplicationFilled',
    data: { n, sealed: 'x'.repeat(240) },
    metadata: { actor: { id: randomUUID(), role: 'parent' }, at: '2026-11-02T03:04:05.678Z', commandId: randomUUID() },
  };
}
