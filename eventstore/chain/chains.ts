import { verifyChain, type ChainVerdict } from './envelope.js';
import type { StoredEvent } from '../port.js';

/** The chains of many streams side by side, as their events come in the order of a log; keeps the end of each. */
export class Chains {
  private readonly ends = new Map<string, { readonly revision: number; readonly chain: string }>();

  /** Each stream must begin at 0, have no gap, and carry the chain that its content gives. */
  take(event: Omit<StoredEvent, 'position'>): ChainVerdict {
    const verdict = verifyChain(event.stream, [event], this.ends.get(event.stream));
    if (verdict.ok) this.ends.set(event.stream, { revision: event.revision, chain: verdict.chain });
    return verdict;
  }
}
