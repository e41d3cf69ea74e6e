import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, WithStartWorkflowOperation, type Connection } from '@temporalio/client';
import type { Command, CommandOf, DecisionType } from '../../../domain/binding/commands.js';
import type { CommandAnswer, StreamTip } from '../../../workflows/binding/activity-contract.js';
import type { bindingRequest } from '../../../workflows/binding/binding-request.js';
import type { CatchUpArgs } from '../../../workflows/binding/signals.js';
import {
  APPROVE,
  BINDING_WORKFLOW,
  CATCH_UP,
  COMMAND,
  REJECT,
  REQUEST_CORRECTION,
  bindingStream,
} from '../../../workflows/names.js';
import {
  approveMessage,
  rejectMessage,
  requestCorrectionMessage,
  type ApproveMessage,
  type RejectMessage,
  type RequestCorrectionMessage,
} from '../../../workflows/binding/messages.js';
import { BindingGateway, OutcomeUnknown } from './binding-gateway.js';
import { lazyConnection } from './connection.js';
import { asGatewayError, isRunEnded } from './gateway-errors.js';
import { taskQueueOf, type TemporalPlace } from './temporal-place.js';

/** What the edge waits before it says that the outcome is not known. */
const PATIENCE_MS = 5000;
/** A health check that takes longer is a bad answer too. */
const CHECK_MS = 1500;
/** Times a command is sent again because the run it met had just ended. */
const MOST_RUNS = 5;

/** The workflow of a request, whether it runs, has ended, was lost or never was: the same call for all. */
export class TemporalBindingGateway extends BindingGateway {
  private readonly connection: Connection;
  private readonly client: Client;
  private readonly taskQueue: string;
  /** By commandId. */
  private readonly underWay = new Map<string, Promise<CommandAnswer>>();

  constructor(config: TemporalPlace) {
    super();
    this.connection = lazyConnection(config.temporalAddress);
    this.client = new Client({ connection: this.connection, namespace: config.temporalNamespace });
    this.taskQueue = taskQueueOf(config);
  }

  override send(command: Command): Promise<CommandAnswer> {
    const { commandId } = command;
    const underWay =
      this.underWay.get(commandId) ?? this.attempt(command).finally(() => this.underWay.delete(commandId));
    this.underWay.set(commandId, underWay);
    return underWay;
  }

  private async attempt(command: Command): Promise<CommandAnswer> {
    return this.within(PATIENCE_MS, async () => {
      for (let run = 0; run < MOST_RUNS; run++) {
        const answer = await this.update(command).catch((error: unknown) => {
          if (!isRunEnded(error)) throw error;
        });
        if (answer) return answer;
        await pause(50 * (run + 1));
      }
      throw new OutcomeUnknown('the request went from one run to the next without an answer');
    });
  }

  override async signalDecision(command: CommandOf<DecisionType>): Promise<void> {
    await this.signal(command.requestId, signalOf(command));
  }

  /** A run that knows as much does nothing, a lost one begins anew. @throws EngineUnavailable, OutcomeUnknown */
  async catchUp(requestId: string, { revision, chain }: StreamTip, rules: number): Promise<void> {
    await this.signal(requestId, { signal: CATCH_UP, signalArgs: [revision, chain, rules] });
  }

  override async check(): Promise<void> {
    const { namespace } = this.client.options;
    await this.within(CHECK_MS, () => this.connection.workflowService.describeNamespace({ namespace }));
  }

  override async close(): Promise<void> {
    await this.connection.close();
  }

  /**
   * A run keeps the outcome of an update under its id: a refusal that holds no longer, or an acceptance of which a restored
   * log knows nothing. So every attempt has an id of its own, and the log alone knows a command again.
   */
  private update(command: Command): Promise<CommandAnswer> {
    const updateId = randomUUID();
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof bindingRequest>(BINDING_WORKFLOW, {
      ...this.start(command.requestId),
      args: [],
    });
    const options = { args: [command] as [Command], updateId, startWorkflowOperation };
    return this.client.workflow.executeUpdateWithStart<typeof bindingRequest, CommandAnswer, [Command]>(
      COMMAND,
      options,
    );
  }

  private async signal(requestId: string, signal: Signal): Promise<void> {
    await this.within(PATIENCE_MS, () =>
      this.client.workflow.signalWithStart<typeof bindingRequest, unknown[]>(BINDING_WORKFLOW, {
        ...this.start(requestId),
        ...signal,
        args: [],
      }),
    );
  }

  private start(requestId: string) {
    return {
      workflowId: bindingStream(requestId),
      taskQueue: this.taskQueue,
      // A task that died with its worker is given to another one after this; ten seconds by default.
      workflowTaskTimeout: '3s',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    } as const;
  }

  private async within<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
    try {
      return await this.connection.withDeadline(Date.now() + milliseconds, call);
    } catch (error) {
      throw asGatewayError(error);
    }
  }
}

type SignalArgs = [Message] | CatchUpArgs;
type Message = ApproveMessage | RejectMessage | RequestCorrectionMessage;

interface Signal {
  readonly signal: string;
  readonly signalArgs: SignalArgs;
}

function signalOf(command: CommandOf<DecisionType>): Signal {
  switch (command.type) {
    case 'Approve':
      return { signal: APPROVE, signalArgs: [approveMessage(command)] };
    case 'Reject':
      return { signal: REJECT, signalArgs: [rejectMessage(command)] };
    case 'RequestCorrection':
      return { signal: REQUEST_CORRECTION, signalArgs: [requestCorrectionMessage(command)] };
  }
}
