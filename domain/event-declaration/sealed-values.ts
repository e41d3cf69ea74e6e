/** Which values of an event are sealed, and under what: asked by the code that seals, opens and masks them. */
import type { Field, Fields, SealedAs, SealedField } from './fields.js';

type Data = Readonly<Record<string, unknown>>;

export interface SealingContext {
  readonly stream: string;
  /** Whose key. */
  readonly subject: string;
  readonly field: string;
}

/** @param ids the ids of those whom the event is about, at least the one that the field names as its subject */
export function sealingContext<S extends string>(
  { sealed }: SealedField<S>,
  stream: string,
  ids: Readonly<Record<NoInfer<S>, string>>,
): SealingContext {
  return { stream, subject: ids[sealed.subject], field: sealed.as };
}

/** A sealed value as `mapSealed` meets it. */
export interface SealedIn {
  readonly value: string;
  readonly sealed: SealedAs;
  /** Undefined where neither the event nor `ids` has the id that `sealed.subject` names. */
  readonly subject: string | undefined;
}

/**
 * The data with each sealed value replaced, in the order of the data. Absent values stay absent.
 * @param ids of the stream, for values whose subject the event does not name
 */
export function mapSealed(fields: Fields, data: Data, ids: Data, replace: (found: SealedIn) => unknown): Data {
  const known = { ...ids, ...data };
  return mapFields(fields, data, (field, value) => {
    if (field.sealed !== undefined) {
      const subject = known[field.sealed.subject];
      const found = { value: String(value), sealed: field.sealed };
      return replace({ ...found, subject: typeof subject === 'string' ? subject : undefined });
    }
    const { inside } = field;
    if (inside === undefined || typeof value !== 'object' || value === null) return value;
    return Array.isArray(value)
      ? value.map((one: Data) => mapSealed(inside, one, known, replace))
      : mapSealed(inside, value as Data, known, replace);
  });
}

function mapFields(fields: Fields, data: Data, map: (field: Field, value: unknown) => unknown): Data {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const field = fieldOf(fields, name);
      return [name, field === undefined ? value : map(field, value)];
    }),
  );
}

/** `in` would find what every object inherits. */
function fieldOf(fields: Fields, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
