import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { AccountTask, Agenda, SystemCommand } from './activity-contract.js';
import { createAccount, disableAccount } from './durable-activities.js';

/**
 * What this run asks the provider of accounts for: each task of the agenda once. A run that took the case over begins it
 * again, which is harmless. What the agenda no longer names is cancelled; what it has brought by then is told all the same.
 */
export class AccountsUnderWay {
  private readonly begun = new Map<string, CancellationScope>();

  constructor(
    private readonly requestId: string,
    /** Carries the outcome into the stream; never throws. */
    private readonly record: (command: SystemCommand) => Promise<void>,
  ) {}

  areMissing(agenda: Agenda | undefined): boolean {
    return agenda?.accounts.some((task) => !this.begun.has(keyOf(task))) === true;
  }

  begin(agenda: Agenda | undefined): void {
    for (const task of agenda?.accounts ?? []) {
      if (this.begun.has(keyOf(task))) continue;
      const scope = new CancellationScope();
      this.begun.set(keyOf(task), scope);
      void this.carryOut(task, scope);
    }
  }

  leaveOut(agenda: Agenda | undefined): void {
    if (agenda === undefined) return;
    const named = new Set(agenda.accounts.map(keyOf));
    for (const [key, scope] of this.begun) {
      if (named.has(key)) continue;
      scope.cancel();
      // Named once more (a restored log), it is begun once more.
      this.begun.delete(key);
    }
  }

  private async carryOut(task: AccountTask, scope: CancellationScope): Promise<void> {
    let outcome: SystemCommand;
    try {
      outcome = await scope.run(() => this.ask(task));
    } catch (error) {
      if (isCancellation(error)) return;
      throw error;
    }
    await this.record(outcome);
  }

  private async ask({ do: wanted, applicantId, accountId, attempt, dueAt }: AccountTask): Promise<SystemCommand> {
    const { requestId } = this;
    const account = { applicantId, accountId, attempt };
    const order = { requestId, ...account };
    if (wanted === 'create') {
      const outcome = await createAccount(order, dueAt);
      return { type: 'RecordAccount', requestId, data: { ...account, outcome } };
    }
    const { disabled } = await disableAccount(order);
    return { type: 'ReleaseAccount', requestId, data: { ...account, disabled } };
  }
}

function keyOf({ do: wanted, accountId, attempt }: AccountTask): string {
  return `${wanted} ${accountId} ${attempt}`;
}
