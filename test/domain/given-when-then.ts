/** Specs of the rules in three words: what happened, what is asked, what follows. */
import { expect } from '@jest/globals';
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import type { RuleOutcome } from '../../domain/binding/rule.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import { facts } from './builders.js';
import { recorded, requestAfter, stateAfter } from './recorded.js';

export { recorded, requestAfter, stateAfter };

export function given(...events: readonly BindingEvent[]) {
  return givenWith(events, {});
}

function givenWith(events: readonly BindingEvent[], known: Partial<Facts>) {
  return {
    /** What differs from an ordinary day at school. */
    and: (more: Partial<Facts>) => givenWith(events, { ...known, ...more }),
    at: (now: string) => givenWith(events, { ...known, now }),
    when: (command: Command) => outcome(decide(stateAfter(...events), command, facts(known, command.actor.role))),
  };
}

function outcome(decision: RuleOutcome) {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- the third of the three words; nobody awaits it
    then: (...events: readonly BindingEvent[]) => expect(decision).toStrictEqual({ events }),
    nothing: () => expect(decision).toStrictEqual({ events: [] }),
    /** Refused; nothing is recorded but, for a reviewer's decision, the refusal. */
    refused: (code: RefusalCode, ...events: readonly BindingEvent[]) =>
      expect(decision).toStrictEqual({ refused: code, events }),
  };
}
