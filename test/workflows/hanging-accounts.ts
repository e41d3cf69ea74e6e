/** A provider that answers nothing while the student leaves the school. */
import type { Command } from '../../domain/binding/commands.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { BindingActivities } from '../../workflows/binding/activity-contract.js';
import { facts, rosterChanged } from '../domain/builders.js';
import type { Case } from './case.js';
import { eventually, type World } from './world.js';

/** What the roster says once it has changed. */
export function leftInBetween({ type }: Command): Partial<Facts> {
  const { student } = facts();
  return type === 'RosterChanged' && student ? { student: { ...student, enrolment: 'left', rosterVersion: 8 } } : {};
}

export class HangingAccounts {
  private begun = 0;
  private letGo: () => void = () => undefined;
  private readonly held = new Promise<void>((resolve) => {
    this.letGo = resolve;
  });

  around(activities: BindingActivities): BindingActivities {
    return {
      ...activities,
      createAccount: async (order) => {
        this.begun += 1;
        await this.held;
        return activities.createAccount(order);
      },
    };
  }

  /** The workflow ends without an answer of the provider, which goes on only then. */
  async leaveMeanwhile(world: World, request: Case): Promise<void> {
    try {
      await request.upToReview();
      await world.gateway.signalDecision(request.approve);
      await eventually(() => Promise.resolve(this.begun > 0));
      await world.gateway.send(request.own(rosterChanged()));
      await world.handle(request.requestId).result();
    } finally {
      this.letGo();
    }
    await eventually(() => Promise.resolve(world.provider.calls > 0));
  }
}
