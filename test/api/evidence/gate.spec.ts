import { describe, expect, it } from '@jest/globals';
import { Gate } from '../../../src/api/evidence/gate.js';

/** Work that ends when it is told to. */
class Held {
  hasBegun = false;
  private letGo: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => {
    this.letGo = resolve;
  });

  readonly work = async (): Promise<void> => {
    this.hasBegun = true;
    await this.ended;
  };

  end(): void {
    this.letGo();
  }
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('files in memory', () => {
  it('are few at once; few more wait, in turn, and the rest are asked to come again', async () => {
    const gate = new Gate(2, 1);
    const [one, two, three, four] = [new Held(), new Held(), new Held(), new Held()];
    const running = [one, two, three].map(({ work }) => gate.run(work));
    await expect(gate.run(four.work)).rejects.toMatchObject({ code: 'evidence-busy' });
    expect([one, two, three, four].map(({ hasBegun }) => hasBegun)).toEqual([true, true, false, false]);
    two.end();
    await soon();
    expect(three.hasBegun).toBe(true);
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
