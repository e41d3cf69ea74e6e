import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { StoredEventView } from './office.js';

/**
 * Recomputes the hash chain of one stream from what the auditor was given, by the published rule alone and with none of
 * the application's own code: chain = sha256(JCS({stream, revision, type, data, metadata without chain, previous})).
 * @returns the last chain, or the first revision that does not fit
 */
export function checkChain(
  events: readonly StoredEventView[],
): { readonly intact: true; readonly chain: string } | { readonly intact: false; readonly revision: number } {
  let previous = sha256(events[0]?.stream ?? '');
  for (const [index, { stream, revision, type, data, metadata }] of events.entries()) {
    const { chain, ...rest } = metadata;
    const expected = sha256(canonicalize({ stream, revision, type, data, metadata: rest, previous }) ?? '');
    if (revision !== index || chain !== expected) return { intact: false, revision: index };
    previous = expected;
  }
  return { intact: true, chain: previous };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
