import { describe, expect, it } from '@jest/globals';
import { Gate } from '../../src/evidence/gate.js';

/** Work that ends when it is told to. */
function held() {
  let end: () => void = () => undefined;
  let begun = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    begun = true;
    await ended;
  };
  return { work, end: () => end(), hasBegun: () => begun };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('files in memory', () => {
  it('are few at once; few more wait, in turn, and the rest are asked to come again', async () => {
    const gate = new Gate(2, 1);
    const [one, two, three, four] = [held(), held(), held(), held()];
    const running = [one, two, three].map(({ work }) => gate.run(work));
    await expect(gate.run(four.work)).rejects.toMatchObject({ code: 'evidence-busy' });
    expect([one, two, three, four].map(({ hasBegun }) => hasBegun())).toEqual([true, true, false, false]);
    two.end();
    await soon();
    expect(three.hasBegun()).toBe(true);
    one.end();
    three.end();
    await Promise.all(running);
  });

  it('give their place back, also when something fails', async () => {
    const gate = new Gate(1, 0);
    await expect(gate.run(() => Promise.reject(new Error('not a picture')))).rejects.toThrow('not a picture');
    await expect(gate.run(() => Promise.resolve('a picture'))).resolves.toBe('a picture');
  });
});
