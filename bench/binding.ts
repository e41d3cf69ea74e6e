/**
 * Bindings per second through Temporal and the log, beside a bare Temporal workflow with the same steps. Client and worker are two processes, the server keeps its state in a file, the two take turns.
 */
import { parseArgs } from 'node:util';
import { Client } from '@temporalio/client';
import { lazyConnection } from '../src/adapters/temporal/connection.js';
import { TemporalBindingGateway } from '../src/adapters/temporal/temporal-binding-gateway.js';
import { bareTwin, ours, sentAgain, type Contestant } from './binding/contestants.js';
import { startBench, type Bench } from './binding/engines.js';
import { cpuMilliseconds } from './binding/place.js';
import { median, range, ratios } from './statistics.js';

const AT_ONCE = 8;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    slice: { type: 'string', default: '50' },
    log: { type: 'string', default: 'postgres' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.log !== 'postgres' && values.log !== 'eventstoredb')) {
  console.log(`npm run bench -- binding [--rounds 9] [--slice 50] [--log postgres|eventstoredb]
  Prints bindings per second, ours and the bare twin's, round by round in turns, and the ratio.`);
  process.exit(values.help ? 0 : 2);
}
const rounds = Number(values.rounds);
const slice = Number(values.slice);

interface Slice {
  readonly perSecond: number;
  /** CPU milliseconds per binding. */
  readonly client: number;
  readonly worker: number;
}

async function measure(bench: Bench, contestant: Contestant): Promise<Slice> {
  const [client, worker, since] = [cpuMilliseconds(), await bench.workerCpu(), performance.now()];
  let left = slice;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await contestant();
    }),
  );
  const seconds = (performance.now() - since) / 1000;
  return {
    perSecond: slice / seconds,
    client: (cpuMilliseconds() - client) / slice,
    worker: ((await bench.workerCpu()) - worker) / slice,
  };
}

const bench = await startBench(values.log, console.log);
const connection = lazyConnection(bench.place.temporalAddress);
const client = new Client({ connection });
const gateway = new TemporalBindingGateway(bench.place);
try {
  const contestants = { ours: ours(gateway, client, bench.pupil), twin: bareTwin(connection, client, bench) };
  const lengths = {
    ours: await historyLength(await contestants.ours()),
    twin: await historyLength(await contestants.twin()),
  };
  await measure(bench, contestants.ours);
  await measure(bench, contestants.twin);

  const slices = { ours: [] as Slice[], twin: [] as Slice[] };
  for (let round = 0; round < rounds; round++) {
    // Who begins changes, so that neither always meets the machine as the other left it.
    for (const who of round % 2 === 0 ? (['ours', 'twin'] as const) : (['twin', 'ours'] as const)) {
      slices[who].push(await measure(bench, contestants[who]));
    }
    const [mine, bare] = [slices.ours[round]?.perSecond ?? 0, slices.twin[round]?.perSecond ?? 1];
    console.log(
      `round ${round + 1}: ours ${mine.toFixed(1)}/s, twin ${bare.toFixed(1)}/s, ratio ${(mine / bare).toFixed(2)}`,
    );
  }
  report(slices, lengths);
} finally {
  await gateway.close();
  await connection.close();
  await bench.stop();
}

async function historyLength(workflowId: string): Promise<number> {
  return (await client.workflow.getHandle(workflowId).describe()).historyLength;
}

function report(slices: Record<'ours' | 'twin', readonly Slice[]>, lengths: Record<'ours' | 'twin', number>): void {
  const log = values.log === 'postgres' ? 'PostgreSQL (embedded)' : 'EventStoreDB test double, not a real server';
  const speedsOf = (of: readonly Slice[]) => of.map(({ perSecond }) => perSecond);
  console.log(
    `\nbinding: log ${log}; ${rounds} rounds of ${slice}, ${AT_ONCE} at once; the identity provider takes no time`,
  );
  for (const who of ['ours', 'twin'] as const) {
    const of = (key: keyof Slice) => slices[who].map((one) => one[key]);
    console.log(
      `  ${who}: ${range(of('perSecond'), 1)} bindings/s; CPU per binding: client ${median(of('client')).toFixed(1)} ms, ` +
        `worker ${median(of('worker')).toFixed(1)} ms; history ${lengths[who]} events`,
    );
  }
  console.log(`  ratio: ${range(ratios(speedsOf(slices.ours), speedsOf(slices.twin)), 2)}`);
  if (sentAgain.count > 0) console.log(`  the machine was busy: ${sentAgain.count} commands were sent again after 5 s`);
}
