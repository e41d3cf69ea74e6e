/** Many readers at once, and what a round of them cost. */
import { readFileSync } from 'node:fs';
import autocannon, { type Client } from 'autocannon';

const CONNECTIONS = 16;
/** USER_HZ, by which Linux tells CPU time in /proc on every machine. */
const TICKS_PER_SECOND = 100;

export interface Reader {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reading {
  readonly url: string;
  /** The connections are shared out among them; each reads what is its own over and over. */
  readonly readers: readonly Reader[];
  /** Who works for it, by name: numbers of processes. */
  processes(): Promise<Processes>;
}

export type Processes = Readonly<Record<string, readonly number[]>>;

export interface Round {
  readonly perSecond: number;
  /** Milliseconds of CPU for a request, by whose; NaN where there is no /proc. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly p99: number;
}

/** @throws when a single answer is not a success */
export async function read(reading: Reading, seconds: number): Promise<Round> {
  const { url, readers } = reading;
  const processes = await reading.processes();
  const before = cpuOf(processes);
  let opened = 0;
  const setupClient = (client: Client) => {
    const { path = '/', headers = {} } = readers[opened++ % readers.length] ?? {};
    client.setRequests([{ method: 'GET', path, headers }]);
  };
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, setupClient });
  const after = cpuOf(processes);
  const answers = result['2xx'];
  if (result.non2xx > 0 || result.errors > 0 || answers === 0) {
    throw new Error(`${url}: ${answers} answers, ${result.non2xx} refused, ${result.errors} lost`);
  }
  const cpu = Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / answers] as const);
  return { perSecond: answers / result.duration, cpu: Object.fromEntries(cpu), p99: result.latency.p99 };
}

function cpuOf(processes: Processes): Readonly<Record<string, number>> {
  const sums = Object.entries(processes).map(([name, pids]) => [name, pids.map(cpuOfProcess).reduce(add, 0)] as const);
  return Object.fromEntries(sums);
}

/** User and system time so far, in milliseconds. */
function cpuOfProcess(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks: fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

function add(a: number, b: number): number {
  return a + b;
}
