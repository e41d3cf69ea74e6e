import { describe, expect, it } from '@jest/globals';
import { batchedLookUp } from '../../../src/adapters/postgres/batched-look-up.js';

type Answer = readonly (string | null)[];

/** Statements that are answered when the test says so. */
function statements() {
  const sent: { keys: readonly string[]; answer(): void; fail(): void }[] = [];
  const find = batchedLookUp<string, string>(
    (keys) =>
      new Promise<Answer>((resolve, reject) => {
        const known = keys.map((key) => (key === 'nobody' ? null : `of ${key}`));
        sent.push({ keys, answer: () => resolve(known), fail: () => reject(new Error('no database')) });
      }),
  );
  return { sent, find };
}

const turn = () => new Promise((done) => setImmediate(done));

describe('look-ups that come in together', () => {
  it('share a statement, and each gets its own answer', async () => {
    const { sent, find } = statements();
    const asked = ['a', 'nobody', 'b', 'a'].map(find);
    await turn();
    expect(sent.map(({ keys }) => keys)).toEqual([['a', 'nobody', 'b', 'a']]);
    sent[0]?.answer();
    expect(await Promise.all(asked)).toEqual(['of a', null, 'of b', 'of a']);
  });

  it('are never answered by a statement that was sent before', async () => {
    const { sent, find } = statements();
    void find('a');
    await turn();
    void find('a');
    await turn();
    expect(sent).toHaveLength(2);
  });

  it('fail together with their statement, and the next ones are asked anew', async () => {
    const { sent, find } = statements();
    const asked = Promise.allSettled(['a', 'b'].map(find));
    await turn();
    sent[0]?.fail();
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = find('a');
    await turn();
    sent[1]?.answer();
    expect(await again).toBe('of a');
  });
});
