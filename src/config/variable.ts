/** One variable of the environment: how its text is read, and what the documentation says about it. */

/** The value, or what is wrong, as the end of a sentence that begins with the variable's name. Never quotes the text. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

export interface Variable<T> {
  /** What may stand there, for the table in docs/operations.md. */
  readonly kind: string;
  /** What it is for. */
  readonly meaning: string;
  /** Never shown; may also stand in a file that `<NAME>_FILE` names (Docker and Kubernetes secrets). */
  readonly secret: boolean;
  /** `required`, `optional`, or the text that is read when there is none. */
  readonly otherwise: 'required' | 'optional' | { readonly text: string };
  read(text: string): Reading<T>;
  /** What `config check` may show of a text that `read` accepts. */
  show(text: string): string;
}

export type ValueOf<V> = V extends Variable<infer T> ? T : never;

export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The same variable, but it may be absent. */
export function optional<T>(variable: Variable<T>): Variable<T | undefined> {
  return { ...variable, otherwise: 'optional' };
}
