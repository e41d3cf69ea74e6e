/** The fields of an event: each builder gives the type, the kind on the wire, and what it means to a reader. */
import type { Instant } from '../calendar/instants.js';
import type { Sealed } from '../sealed.js';

/** `typeof` of a JSON value, with arrays apart. */
export type WireKind = 'string' | 'number' | 'boolean' | 'array' | 'object';

/** Where a sealed value belongs, and who reads it. */
export interface SealedAs<Subject extends string = string> {
  /** The last part of the sealing context (stream, subject, name). Changing it makes stored values unreadable. */
  readonly as: string;
  /** Whose key: the name of the id, found beside the value, in the event's data, or in the opening of the stream. */
  readonly subject: Subject;
  /** Who reads it on a page; an empty list: no page shows it. */
  readonly readers: readonly Reader[];
  /** How an auditor sees it: by which mask, or not at all (`***`). */
  readonly auditor: Mask | 'hidden';
}

export type Reader = 'family' | 'school';

/** What of a value stays readable; `student` is sealed JSON {name, number}. */
export type Mask = 'student' | 'name' | 'idNumber' | 'mobile' | 'email';

export interface Field<V = unknown> {
  readonly kind: WireKind;
  /** What the name and the kind do not say. */
  readonly note?: string;
  /** A string that is an instant. */
  readonly time?: true;
  /** Readers must do without it. */
  readonly optional?: boolean;
  readonly sealed?: SealedAs;
  /** Shown in the history of a case: as a code under its own name, or as the time that something is due. */
  readonly history?: 'code' | 'due';
  /** Of each record of a list (`array`), or of what may have changed (`object`). */
  readonly inside?: Fields;
  /** For the type only; no field has it. */
  readonly __value?: V;
}

export interface SealedField<Subject extends string = string> extends Field<Sealed> {
  readonly sealed: SealedAs<Subject>;
}

export type Fields = Readonly<Record<string, Field>>;

type Optional = { readonly optional: true };
type ValueOf<F> = F extends Field<infer V> ? V : never;

/** The data that these fields describe. */
export type DataOf<F extends Fields> = Flat<
  { readonly [K in keyof F as F[K] extends Optional ? never : K]: ValueOf<F[K]> } & {
    readonly [K in keyof F as F[K] extends Optional ? K : never]?: ValueOf<F[K]>;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

function field<V>(kind: WireKind, note: string | undefined): Field<V> {
  return note === undefined ? { kind } : { kind, note };
}

export function text<T extends string = string>(note?: string): Field<T> {
  return field('string', note);
}

/** A word of a closed list that the history of a case shows. */
export function code<T extends string = string>(note?: string): Field<T> {
  return { ...field<T>('string', note), history: 'code' };
}

export function instant(note?: string): Field<Instant> {
  return { ...field<Instant>('string', note), time: true };
}

/** An instant that the history of a case shows as what is due. */
export function due(note?: string): Field<Instant> {
  return { ...instant(note), history: 'due' };
}

export function number(note?: string): Field<number> {
  return field('number', note);
}

export function flag(note?: string): Field<boolean> {
  return field('boolean', note);
}

export function list<T>(note?: string): Field<readonly T[]> {
  return field('array', note);
}

export function byId<T>(note?: string): Field<Readonly<Record<string, T>>> {
  return field('object', note);
}

export function records<const F extends Fields>(inside: F, note?: string): Field<readonly DataOf<F>[]> {
  return { ...field<readonly DataOf<F>[]>('array', note), inside };
}

/** Some of these fields: those that have changed. */
export function changes<const F extends Fields>(inside: F, note?: string): Field<Partial<DataOf<F>>> {
  return { ...field<Partial<DataOf<F>>>('object', note), inside };
}

export function sealed<const S extends string>(as: SealedAs<S>, note?: string): SealedField<S> {
  return { ...field<Sealed>('string', note), sealed: as };
}

export function optional<F extends Field>(required: F): F & Optional {
  return { ...required, optional: true };
}
