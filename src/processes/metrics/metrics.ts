/** What a role counts and measures, in the text format of Prometheus. docs/operations.md explains each. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds: from an append on the same machine to a command that waited for an engine to come back. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Milliseconds after which metrics that are still missing are left out of the answer. */
const LOOK_MS = 2000;

export class Metrics {
  readonly commands;
  readonly commandSeconds;
  readonly appendSeconds;
  readonly streamsReadAnew;
  readonly reconciled;
  readonly decisionsReconciled;
  readonly reconcileSeconds;
  private readonly registry = new Registry();
  /** Metrics of others that are served with ours. */
  private readonly others: (() => Promise<string>)[] = [];

  constructor(role: string) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ role });
    collectDefaultMetrics({ register: this.registry });
    this.commands = new Counter({
      name: 'binding_commands_total',
      help: 'Commands by type and outcome: accepted, refused, sent (a decision handed over), unknown, unavailable, failed.',
      labelNames: ['type', 'outcome'] as const,
      registers,
    });
    this.commandSeconds = new Histogram({
      name: 'binding_command_seconds',
      help: 'From sending a command to its answer.',
      labelNames: ['type'] as const,
      buckets: SECONDS,
      registers,
    });
    this.appendSeconds = new Histogram({
      name: 'binding_append_seconds',
      help: 'Appends to the event log by outcome: stored, conflict, failed.',
      labelNames: ['outcome'] as const,
      buckets: SECONDS,
      registers,
    });
    this.streamsReadAnew = new Counter({
      name: 'binding_streams_read_anew_total',
      help: 'Workflows that had lost track of their stream and have read it: what reconcile has healed.',
      registers,
    });
    this.reconciled = new Counter({
      name: 'binding_reconcile_cases_total',
      help: 'Open cases that a pass of reconcile signalled.',
      labelNames: ['scope', 'outcome'] as const,
      registers,
    });
    this.decisionsReconciled = new Counter({
      name: 'binding_reconcile_decisions_total',
      help: 'Decisions that were waiting for their outcome, by what a pass did with them.',
      labelNames: ['outcome'] as const,
      registers,
    });
    this.reconcileSeconds = new Histogram({
      name: 'binding_reconcile_seconds',
      help: 'How long the parts of a pass took.',
      labelNames: ['part'] as const,
      buckets: [0.1, 1, 10, 60, 600, 3600],
      registers,
    });
  }

  /** What the worker's memory of cases spares. */
  cases(cache: { readonly hits: number; readonly misses: number }): void {
    const help = 'Commands that found their case in the memory of the worker (hit), or had to read its stream (miss).';
    const counter = new Counter({
      name: 'binding_case_cache_total',
      help,
      labelNames: ['outcome'] as const,
      registers: [this.registry],
      collect() {
        counter.reset();
        counter.inc({ outcome: 'hit' }, cache.hits);
        counter.inc({ outcome: 'miss' }, cache.misses);
      },
    });
  }

  /** A gauge that is looked up when it is asked for; a look that fails, or takes too long, leaves it out. */
  lookUp<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    look: (gauge: Gauge<Label>) => Promise<void>,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        gauge.reset();
        await soon(look(gauge)).catch(() => undefined);
      },
    });
  }

  /** @param text in the format of Prometheus; one that fails is left out. */
  include(text: () => Promise<string>): void {
    this.others.push(text);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  async text(): Promise<string> {
    const others = await Promise.all(this.others.map((text) => text().catch(() => '')));
    return [await this.registry.metrics(), ...others].join('');
  }
}

async function soon<T>(look: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the look took too long')), LOOK_MS);
  });
  return Promise.race([look, late]).finally(() => clearTimeout(timer));
}
