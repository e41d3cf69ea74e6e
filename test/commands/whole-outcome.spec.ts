import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../eventstore/port.js';
import type { CommandOutcome } from '../../projections/command-outcome-queries.js';
import { wholeOutcome } from '../../src/commands/whole-outcome.js';

/** The log of a request whose events belong to these commands, by revision. */
function logOf(...commandIds: readonly string[]) {
  const stored = commandIds.map(
    (commandId, revision) => ({ revision, metadata: { commandId } }) as unknown as StoredEvent,
  );
  return { readStream: (_stream: string, from = 0) => Promise.resolve(stored.slice(from)) };
}

const seen = { commandId: 'approval', requestId: 'request', revision: 1 } as CommandOutcome;

describe('the outcome of a command of which the read model has seen the first event', () => {
  it('tells the revision of its last event', async () =>
    expect((await wholeOutcome(logOf('open', 'approval', 'approval', 'account'), seen)).revision).toBe(2));

  it('stays as it is where the first event was the last', async () => {
    expect((await wholeOutcome(logOf('open', 'approval'), seen)).revision).toBe(1);
    expect((await wholeOutcome(logOf('open', 'approval', 'other', 'approval'), seen)).revision).toBe(1);
  });
});
