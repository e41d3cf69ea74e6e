/** One variable of the environment: the schema that reads its text, and what the documentation says about it. */
import type { z } from 'zod';

export interface Variable<T> {
  /**
   * Reads the text. The message of an issue is the end of a sentence that begins with the variable's name ("must be host:port"),
   * and never quotes the text.
   */
  readonly schema: z.ZodType<T, string>;
  /** What the text may be, for the table in docs/operations.md. */
  readonly kind: string;
  /** What it is for. */
  readonly meaning: string;
  /** Never shown. The text may also be in a file that `<NAME>_FILE` names (Docker and Kubernetes secrets). */
  readonly secret: boolean;
  /** `required`, `optional`, or the text that is read when the variable is absent. */
  readonly otherwise: 'required' | 'optional' | { readonly text: string };
  /** What `config check` may show of a text that the schema accepts. */
  show(text: string): string;
}

export type ValueOf<V> = V extends Variable<infer T> ? T : never;

export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The same variable, but it may be absent. */
export function optional<T>(variable: Variable<T>): Variable<T | undefined> {
  return { ...variable, otherwise: 'optional' };
}
