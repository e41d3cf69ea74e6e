/**
 * The one declaration of an event. Reading, sealing, masking, the history of a case and docs/events.md ask it, so an
 * event or a field that is added here is known to all of them:
 *
 *     export const SCHOOL_EVENTS = {
 *       StudentCorrected: event('The registrar corrects what the roster says of a student.', {
 *         studentId: text(),
 *         changes: sealed({ as: 'changes', subject: 'studentId', readers: ['school'], auditor: 'hidden' }),
 *         reason: optional(code<CorrectionReason>()),
 *       }),
 *     } as const satisfies EventDeclarations;
 *     export type SchoolEvents = EventsOf<typeof SCHOOL_EVENTS>;
 *
 * Names and shapes are stable: a change of shape raises `schemaVersion` and adds an upcaster.
 */
import type { DataOf, Fields, WireKind } from './fields.js';

export interface EventDeclaration<F extends Fields = Fields> {
  /** One sentence, for a reader of the log. */
  readonly meaning: string;
  readonly fields: F;
}

/** By the type of the event: its name on the wire. */
export type EventDeclarations = Readonly<Record<string, EventDeclaration>>;

/** The data of each event, by its type. */
export type EventsOf<D extends EventDeclarations> = { readonly [T in keyof D]: DataOf<D[T]['fields']> };

export function event<const F extends Fields>(meaning: string, fields: F): EventDeclaration<F> {
  return { meaning, fields };
}

export function isDeclared<D extends EventDeclarations>(declared: D, type: string): type is keyof D & string {
  return Object.hasOwn(declared, type);
}

/** Undefined for a type of a later release. */
export function declarationOf(declared: EventDeclarations, type: string): EventDeclaration | undefined {
  return isDeclared(declared, type) ? declared[type] : undefined;
}

/** The first required field that is absent or of another kind; optional and unknown fields are not looked at. */
export function misshapenIn(fields: Fields, data: object): string | undefined {
  const values = data as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    const { optional, kind } = fields[name]!;
    if (optional !== true && kindOf(values[name]) !== kind) return name;
  }
  return undefined;
}

function kindOf(value: unknown): WireKind | 'null' | 'undefined' | 'bigint' | 'symbol' | 'function' {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
