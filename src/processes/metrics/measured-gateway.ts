import type { Command, CommandOf, DecisionType } from '../../../domain/binding/commands.js';
import type { CommandAnswer } from '../../../workflows/binding/activity-contract.js';
import { BindingGateway, EngineUnavailable, OutcomeUnknown } from '../../adapters/temporal/binding-gateway.js';
import type { JsonLog } from '../../logging/json-log.js';
import type { Metrics } from './metrics.js';

/** Counts commands by outcome, measures how long their senders wait, and names each in the log: there its id meets the request's. */
export class MeasuredGateway extends BindingGateway {
  constructor(
    private readonly gateway: BindingGateway,
    private readonly metrics: Metrics,
    private readonly say: JsonLog,
  ) {
    super();
  }

  override send(command: Command): Promise<CommandAnswer> {
    return this.measured(
      command,
      () => this.gateway.send(command),
      ({ status }) => status,
    );
  }

  override signalDecision(command: CommandOf<DecisionType>): Promise<void> {
    return this.measured(
      command,
      () => this.gateway.signalDecision(command),
      () => 'sent',
    );
  }

  override check(): Promise<void> {
    return this.gateway.check();
  }

  override close(): Promise<void> {
    return this.gateway.close();
  }

  private async measured<T>(
    { type, commandId }: Command,
    call: () => Promise<T>,
    outcomeOf: (answer: T) => string,
  ): Promise<T> {
    const end = this.metrics.commandSeconds.startTimer({ type });
    const count = (outcome: string) => {
      this.metrics.commands.inc({ type, outcome });
      this.say.debug('command', { commandId, type, outcome, ms: Math.round(end() * 1000) });
    };
    try {
      const answer = await call();
      count(outcomeOf(answer));
      return answer;
    } catch (error) {
      if (error instanceof EngineUnavailable) count('unavailable');
      else count(error instanceof OutcomeUnknown ? 'unknown' : 'failed');
      throw error;
    }
  }
}
