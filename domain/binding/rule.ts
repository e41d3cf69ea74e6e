/** The shape of a rule: one command, the request as it stands and what is known from outside in; events or a refusal out. */
import type { CommandOf, CommandType } from './commands.js';
import type { BindingEvent } from './events.js';
import type { Facts } from './facts.js';
import type { RefusalCode } from './refusals.js';
import type { BindingRequest, BindingState } from './state.js';

/** Either what happens, in one batch, or why nothing does. No events and no refusal: the command has nothing left to do. */
export type Decision =
  | { readonly events: readonly BindingEvent[] }
  | {
      readonly refused: RefusalCode;
      /** What to record of the refusal (reviewer decisions). */
      readonly events: readonly BindingEvent[];
    };

/** A rule of a request that exists. */
export type Rule<T extends CommandType> = (request: BindingRequest, command: CommandOf<T>, facts: Facts) => Decision;

/** A rule that may also meet no request at all. */
export type OpeningRule<T extends CommandType> = (state: BindingState, command: CommandOf<T>, facts: Facts) => Decision;

export const NOTHING_TO_DO: Decision = { events: [] };

export function happened(...events: readonly BindingEvent[]): Decision {
  return { events };
}

export function refuse(refused: RefusalCode): Decision {
  return { refused, events: [] };
}
