import type { Command } from '../../domain/binding/commands.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { BindingState } from '../../domain/binding/state.js';

/** Looks up in one query what the rules need to know for this command. */
export interface FactsPort {
  lookUp(state: BindingState, command: Command): Promise<Facts>;
}
