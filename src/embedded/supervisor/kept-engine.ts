import type { EngineProcess } from '../engines/engine-process.js';
import { BackOff } from './back-off.js';

export interface KeptEngineOptions<E extends EngineProcess> {
  readonly name: string;
  /** Starts it, on the same port each time. */
  readonly start: () => Promise<E>;
  readonly stop: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** An engine that is started again, on the same port, whenever it dies. */
export class KeptEngine<E extends EngineProcess> {
  private stopping = false;
  private restarting: Promise<void> = Promise.resolve();
  private readonly backOff = new BackOff();

  private constructor(private readonly options: KeptEngineOptions<E>) {}

  static async start<E extends EngineProcess>(
    options: KeptEngineOptions<E>,
  ): Promise<{ kept: KeptEngine<E>; engine: E }> {
    const kept = new KeptEngine(options);
    const engine = await options.start();
    kept.watch(engine);
    return { kept, engine };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restarting;
    await this.options.stop();
  }

  private watch(engine: E): void {
    this.backOff.started();
    void engine.ended.then(() => {
      if (this.stopping) return;
      this.options.say(`${this.options.name} ended; starting it again`);
      this.restarting = this.restart();
    });
  }

  private async restart(): Promise<void> {
    while (!this.stopping) {
      await new Promise((resolve) => setTimeout(resolve, this.backOff.nextWait()));
      if (this.stopping) return;
      try {
        this.watch(await this.options.start());
        this.options.say(`${this.options.name} is back`);
        return;
      } catch (error) {
        this.options.say(`${this.options.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
