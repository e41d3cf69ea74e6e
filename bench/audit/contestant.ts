import { median, range, ratios, verdict } from '../statistics.js';

/** Something that goes through a whole log, and how fast it was, round by round. */
export class Contestant {
  private readonly perSecond: number[] = [];
  /** Of this process, microseconds an event. */
  private readonly cpu: number[] = [];

  constructor(
    private readonly name: string,
    private readonly go: () => Promise<void>,
  ) {}

  async warmUp(): Promise<void> {
    await this.go();
  }

  async run(events: number): Promise<void> {
    const [since, spent] = [performance.now(), process.cpuUsage()];
    await this.go();
    this.perSecond.push((1000 * events) / (performance.now() - since));
    const { user, system } = process.cpuUsage(spent);
    this.cpu.push((user + system) / events);
  }

  line(): string {
    return `${this.name.padEnd(22)} ${range(this.perSecond, 0)} events/s, ${median(this.cpu).toFixed(1)} µs of CPU an event`;
  }

  /** Round by round, each with the same round of the other. */
  against(other: Contestant, target: number): string {
    const beside = ratios(this.perSecond, other.perSecond);
    return `ratio ${range(beside, 2)}, target ${target}: ${verdict(median(beside), target)}`;
  }
}
