import { DefaultLogger, IllegalStateError, Runtime, makeTelemetryFilterString } from '@temporalio/worker';

/** Where it happened; never arguments, messages of causes or stack traces, which could quote values. */
const SAID = ['workflowId', 'runId', 'workflowType', 'activityType', 'attempt'];

export interface RuntimeOptions {
  /** Hears warnings and worse; absent: a JSON line each. */
  readonly hear?: (level: 'warn' | 'error', message: string, where: Readonly<Record<string, unknown>>) => void;
  /** host:port at which the SDK serves its own metrics; absent: it keeps none. */
  readonly metricsAddress?: string;
}

/** The SDK's own log and metrics. Before the first worker of a process. @returns false where another call was first */
export function installRuntime({ hear = writeLine, metricsAddress }: RuntimeOptions = {}): boolean {
  const logger = new DefaultLogger('WARN', ({ level, message, meta = {} }) => {
    const where = Object.fromEntries(Object.entries(meta).filter(([key]) => SAID.includes(key)));
    const error = meta['error'] instanceof Error && { error: meta['error'].name };
    hear(level === 'ERROR' ? 'error' : 'warn', message, { at: 'temporal', ...where, ...error });
  });
  // The core would write to the terminal by itself, a line for each poll while Temporal is away.
  const logging = { filter: makeTelemetryFilterString({ core: 'ERROR' }), forward: {} };
  const metrics = metricsAddress !== undefined && { metrics: { prometheus: { bindAddress: metricsAddress } } };
  try {
    Runtime.install({ logger, telemetryOptions: { logging, ...metrics } });
    return true;
  } catch (error) {
    // Two workers in one process (tests): the first has set it.
    if (!(error instanceof IllegalStateError)) throw error;
    return false;
  }
}

function writeLine(level: string, message: string, where: object): void {
  process.stderr.write(`${JSON.stringify({ level, message, ...where })}\n`);
}
