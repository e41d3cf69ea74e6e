/** How an event of a school is declared: its name, one sentence of what it means, and its fields, sealed ones with their key. */
import type { Sealed } from '../sealed.js';

interface Field<Value> {
  readonly fits: (value: unknown) => boolean;
  readonly optional: boolean;
  /** Of a sealed value: the field of the same event that names whose key it is sealed under. */
  readonly sealedUnder?: string;
  /** For the type only. */
  readonly value?: Value;
}

export const text: Field<string> = { fits: (value) => typeof value === 'string', optional: false };
export const flag: Field<boolean> = { fits: (value) => typeof value === 'boolean', optional: false };
export const count: Field<number> = { fits: (value) => Number.isSafeInteger(value), optional: false };
export const texts: Field<readonly string[]> = {
  fits: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  optional: false,
};
/** A record or list whose own shape the type says. */
export function record<Value>(): Field<Value> {
  return { fits: (value) => typeof value === 'object' && value !== null, optional: false };
}

/** @param subject name of the field that holds the id of whose value it is */
export function sealed(subject: string): Field<Sealed> {
  return { ...text, sealedUnder: subject };
}

export function maybe<Value>(field: Field<Value>): Field<Value | undefined> {
  return { fits: (value) => value === undefined || field.fits(value), optional: true, ...sealedPart(field) };
}

function sealedPart({ sealedUnder }: Field<unknown>): { readonly sealedUnder?: string } {
  return sealedUnder === undefined ? {} : { sealedUnder };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F> = F extends Field<infer Value> ? Value : never;
type OptionalNames<F extends Fields> = { [N in keyof F]: undefined extends ValueOf<F[N]> ? N : never }[keyof F];
type DataOf<F extends Fields> = { readonly [N in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[N]> } & {
  readonly [N in OptionalNames<F>]?: Exclude<ValueOf<F[N]>, undefined>;
};

export interface SchoolEventDeclaration<Type extends string, Data> {
  readonly type: Type;
  readonly means: string;
  /** Names of the sealed fields, and of the field that names the key of each. */
  readonly sealed: Readonly<Record<string, string>>;
  /** Name of the first field that is not as declared; undefined for data that fit. Fields that are not declared are none. */
  misfit(data: Readonly<Record<string, unknown>>): string | undefined;
  /** For the type only. */
  readonly data?: Data;
}

export function schoolEvent<const Type extends string, const F extends Fields>(
  type: Type,
  means: string,
  fields: F,
): SchoolEventDeclaration<Type, DataOf<F>> {
  const declared = Object.entries(fields);
  return {
    type,
    means,
    sealed: Object.fromEntries(
      declared.flatMap(([name, { sealedUnder }]) => (sealedUnder === undefined ? [] : [[name, sealedUnder]])),
    ),
    misfit: (data) =>
      declared.find(([name, field]) => !field.fits(data[name]))?.[0] ??
      Object.keys(data).find((name) => !Object.hasOwn(fields, name)),
  };
}
