/** Reads the environment by the schema and collects everything that is wrong with it instead of stopping at the first. */
import { readFileSync } from 'node:fs';
import { VARIABLES, type Values, type VariableName } from './variables.js';
import type { Variable } from './variable.js';

/** Where a value comes from. */
export type Source = 'environment' | 'file' | 'default' | 'absent';

export interface ReadVariable {
  readonly name: VariableName;
  readonly source: Source;
  /** May be shown; null when there is nothing, or nothing that could be read. */
  readonly shown: string | null;
  /** A sentence that names the variable and never shows what a secret contains; null when all is well. */
  readonly problem: string | null;
}

export interface ReadEnvironment {
  readonly variables: readonly ReadVariable[];
  /** Of each variable first, then those that concern several. */
  readonly problems: readonly string[];
  /** Complete only without problems. */
  readonly values: Values;
}

/** A secret that serves two purposes gives both away when it leaks. */
const MUST_DIFFER: readonly VariableName[] = ['MASTER_KEY', 'INDEX_KEY', 'SSO_PEPPER'];

export function readEnvironment(env: NodeJS.ProcessEnv): ReadEnvironment {
  const names = Object.keys(VARIABLES) as VariableName[];
  const read = names.map((name) => ({ name, ...readVariable(env, name, VARIABLES[name]) }));
  const problems = read.flatMap(({ problem }) => problem ?? []);
  if (shareAValue(env)) problems.push(`${MUST_DIFFER.join(', ')} must differ from each other`);
  problems.push(...missingOutsideTheDemonstration(env));
  return {
    variables: read.map(({ name, source, shown, problem }) => ({ name, source, shown, problem })),
    problems,
    values: Object.fromEntries(read.map(({ name, value }) => [name, value])) as unknown as Values,
  };
}

interface Outcome {
  readonly source: Source;
  readonly shown: string | null;
  readonly problem: string | null;
  readonly value?: unknown;
}

function readVariable(env: NodeJS.ProcessEnv, name: string, variable: Variable<unknown>): Outcome {
  const file = variable.secret ? env[`${name}_FILE`]?.trim() : undefined;
  const source: Source = file ? 'file' : env[name]?.trim() ? 'environment' : 'absent';
  const wrong = (problem: string): Outcome => ({ source, shown: null, problem });
  if (file && env[name]?.trim()) return wrong(`${name} and ${name}_FILE are both set: keep one of them`);
  const text = textOf(env, name, variable);
  if (text === undefined && file) return wrong(`${name}_FILE names a file that cannot be read or is empty`);
  if (text !== undefined) return { source, ...outcomeOf(name, variable, text) };
  const { otherwise } = variable;
  if (otherwise === 'required') return wrong(`${name} is missing`);
  if (otherwise === 'optional') return { source, shown: null, problem: null };
  return { ...outcomeOf(name, variable, otherwise.text), source: 'default' };
}

function outcomeOf(name: string, variable: Variable<unknown>, text: string): Omit<Outcome, 'source'> {
  const { success, data, error } = variable.schema.safeParse(text);
  if (!success) return { shown: null, problem: `${name} ${error.issues[0]!.message}` };
  return { shown: variable.show(text), problem: null, value: data };
}

/** `npm start` knows where it listens, and makes keys; nothing else does. */
function missingOutsideTheDemonstration(env: NodeJS.ProcessEnv): readonly string[] {
  if (textOf(env, 'EMBEDDED', VARIABLES.EMBEDDED) === 'on') return [];
  const publicUrl = textOf(env, 'PUBLIC_URL', VARIABLES.PUBLIC_URL);
  const cookieKeys = textOf(env, 'OIDC_COOKIE_KEYS', VARIABLES.OIDC_COOKIE_KEYS);
  const wrong = [];
  if (publicUrl === undefined) wrong.push('PUBLIC_URL is missing');
  else if (/^http:/i.test(publicUrl)) wrong.push('PUBLIC_URL must be https');
  if (cookieKeys === undefined && !env['OIDC_COOKIE_KEYS_FILE']?.trim()) wrong.push('OIDC_COOKIE_KEYS is missing');
  return wrong;
}

function shareAValue(env: NodeJS.ProcessEnv): boolean {
  const texts = MUST_DIFFER.map((name) => textOf(env, name, VARIABLES[name])).filter((text) => text !== undefined);
  return new Set(texts).size < texts.length;
}

function textOf(env: NodeJS.ProcessEnv, name: string, { secret }: Variable<unknown>): string | undefined {
  const file = secret ? env[`${name}_FILE`]?.trim() : undefined;
  try {
    return (file ? readFileSync(file, 'utf8').trim() : env[name]?.trim()) || undefined;
  } catch {
    return undefined;
  }
}
