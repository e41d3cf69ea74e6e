/**
 * The form of a rule: one command, the request as it is and what is known from outside in; events or a refusal out. A
 * rule declares the codes that it may refuse with, and the compiler rejects any other:
 *
 *     export const recall = rule('Recall', { refuses: ['wrong-state', 'already-decided'] }, (request, command, facts) => {
 *       …
 *       return refuse('wrong-state');
 *     });
 *
 * `refusalsOf('Recall')` in decide.ts returns them: routes and documents derive their problems from it.
 */
import type { CommandOf, CommandType } from './commands.js';
import type { BindingEvent } from './events.js';
import type { Facts } from './facts.js';
import type { RefusalCode } from './refusals.js';
import type { BindingRequest, BindingState } from './state.js';

/** Either what happens, in one batch, or why nothing does. No events and no refusal: the command has nothing left to do. */
export type RuleOutcome<C extends RefusalCode = RefusalCode> =
  | { readonly events: readonly BindingEvent[]; readonly refused?: never }
  | {
      readonly refused: C;
      /** What to record of the refusal (reviewer decisions). */
      readonly events: readonly BindingEvent[];
    };

/** A rule of a request that exists; `S` is BindingState for a rule that may also meet none. */
export interface Rule<T extends CommandType, S extends BindingState = BindingRequest> {
  readonly refuses: readonly RefusalCode[];
  readonly decide: (state: S, command: CommandOf<T>, facts: Facts) => RuleOutcome;
}

interface Declared<C extends RefusalCode> {
  readonly refuses: readonly C[];
}

/** @param type the command; @param declared every code that `decide` returns as a refusal, and no other. */
export function rule<T extends CommandType, const C extends RefusalCode>(
  _type: T,
  { refuses }: Declared<C>,
  decide: (request: BindingRequest, command: CommandOf<T>, facts: Facts) => RuleOutcome<NoInfer<C>>,
): Rule<T> {
  return { refuses, decide };
}

/** As `rule`, for a command that may also meet no request. */
export function openingRule<T extends CommandType, const C extends RefusalCode>(
  _type: T,
  { refuses }: Declared<C>,
  decide: (state: BindingState, command: CommandOf<T>, facts: Facts) => RuleOutcome<NoInfer<C>>,
): Rule<T, BindingState> {
  return { refuses, decide };
}

export const NOTHING_TO_DO: RuleOutcome<never> = { events: [] };

export function happened(...events: readonly BindingEvent[]): RuleOutcome<never> {
  return { events };
}

export function refuse<C extends RefusalCode>(refused: C): RuleOutcome<C> {
  return { refused, events: [] };
}
