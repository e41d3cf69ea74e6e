/** A worker, a gateway and a log in memory on the shared Temporal server, on a task queue of their own. */
import { randomUUID } from 'node:crypto';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import type { FactsPort } from '../../activities/ports/facts.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import type { Command } from '../../domain/binding/commands.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { EventLog, StoredEvent } from '../../eventstore/port.js';
import { createBindingWorker } from '../../src/adapters/temporal/binding-worker.js';
import { lazyConnection } from '../../src/adapters/temporal/connection.js';
import { installRuntime } from '../../src/adapters/temporal/install-runtime.js';
import { TemporalBindingGateway } from '../../src/adapters/temporal/temporal-binding-gateway.js';
import type { BindingActivities } from '../../workflows/binding/activity-contract.js';
import { bindingStream } from '../../workflows/names.js';
import { facts } from '../domain/builders.js';
import { expectLawful } from '../support/lawful.js';
import { temporalAddress } from '../support/temporal.js';
import { FakeIdentityProvider, fakePersonalData } from './fake-ports.js';

export interface WorldOptions {
  /** '1' (default) or 'test', in which a day is a second. */
  readonly policyVersion?: string;
  /** The clock of the rules, in milliseconds since 1970; absent: the machine's. */
  readonly now?: (command: Command) => number;
  /** What differs from an ordinary day at school. */
  readonly known?: (command: Command) => Partial<Facts>;
  readonly log?: EventLog;
  /** True: the test also writes events that no rule decided, so the log is not checked at the end. */
  readonly holdsForeignEvents?: boolean;
  /** Puts a fault in the way. */
  readonly around?: (activities: BindingActivities) => BindingActivities;
}

export class World {
  readonly provider = new FakeIdentityProvider();
  readonly log: EventLog;
  readonly gateway: TemporalBindingGateway;
  readonly client: Client;
  readonly taskQueue = `test-${randomUUID()}`;
  private readonly connection;
  private readonly running: { worker: Worker; ended: Promise<void> }[] = [];
  private native: NativeConnection | undefined;

  constructor(private readonly options: WorldOptions = {}) {
    const address = temporalAddress();
    this.log = options.log ?? new MemoryLog();
    this.connection = lazyConnection(address);
    this.client = new Client({ connection: this.connection });
    this.gateway = new TemporalBindingGateway({
      temporalAddress: address,
      temporalNamespace: 'default',
      temporalTaskQueue: this.taskQueue,
    });
  }

  static async started(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    await world.startWorker();
    return world;
  }

  async startWorker(): Promise<void> {
    installRuntime();
    this.native ??= await NativeConnection.connect({ address: temporalAddress() });
    const activities = createBindingActivities({
      log: this.log,
      facts: this.facts,
      personalData: fakePersonalData,
      identityProvider: this.provider,
    });
    const worker = await createBindingWorker({
      connection: this.native,
      namespace: 'default',
      taskQueue: this.taskQueue,
      activities: this.options.around?.(activities) ?? activities,
    });
    this.running.push({ worker, ended: worker.run() });
  }

  async stopWorker(): Promise<void> {
    for (const { worker, ended } of this.running.splice(0)) {
      worker.shutdown();
      await ended;
    }
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.native?.close();
    await this.gateway.close();
    await this.connection.close();
    if (!this.options.holdsForeignEvents) await expectLawful(this.log);
  }

  handle(requestId: string): WorkflowHandle {
    return this.client.workflow.getHandle(bindingStream(requestId));
  }

  events(requestId: string): Promise<readonly StoredEvent[]> {
    return this.log.readStream(bindingStream(requestId));
  }

  async types(requestId: string): Promise<string[]> {
    return (await this.events(requestId)).map(({ type }) => type);
  }

  /** Names of the history events of the latest run, or of a given one. */
  async history(requestId: string, runId?: string): Promise<string[]> {
    const { events } = await this.client.workflow.getHandle(bindingStream(requestId), runId).fetchHistory();
    return (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('Attributes')) ?? 'unknown');
  }

  /** Everything Temporal holds of a case, as text. */
  async transcript(requestId: string): Promise<string> {
    return textOf(await this.handle(requestId).fetchHistory());
  }

  readonly facts: FactsPort = {
    lookUp: (_state, command) => {
      const { policyVersion = '1', now = Date.now, known } = this.options;
      const usual = { now: new Date(now(command)).toISOString(), policyVersion };
      return Promise.resolve(facts({ ...usual, ...known?.(command) }, command.actor.role));
    },
  };
}

/** Payloads are bytes, and protobuf would write them as base64. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}: ${textOf(part)}`)
    .join('\n');
}

/** Waits until `look` is true. @throws after `within` milliseconds. */
export async function eventually(look: () => Promise<boolean>, within = 15_000): Promise<void> {
  const until = Date.now() + within;
  while (!(await look())) {
    if (Date.now() > until) throw new Error(`not within ${within} ms: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
